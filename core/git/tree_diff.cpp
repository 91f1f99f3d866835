// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/tree_diff.h"

namespace tamma::git {

namespace {

QByteArray attributeOf(git_repository* handle, const QByteArray& path, const char* name)
{
    const char* value = nullptr;
    const int code
        = git_attr_get(&value, handle, GIT_ATTR_CHECK_FILE_THEN_INDEX, path.constData(), name);
    return code == 0 && git_attr_value(value) == GIT_ATTR_VALUE_STRING ? QByteArray(value)
                                                                       : QByteArray();
}

bool isConfigured(git_repository* handle, const QByteArray& filter)
{
    Handle<git_config, git_config_free> config;
    if (filter.isEmpty() || git_repository_config_snapshot(std::out_ptr(config), handle) != 0) {
        return false;
    }
    return std::ranges::any_of(std::array{"clean", "smudge", "process"}, [&](const char* part) {
        const char* command = nullptr;
        const QByteArray name = "filter." + filter + '.' + part;
        return git_config_get_string(&command, config.get(), name.constData()) == 0
            && *command != '\0';
    });
}

} // namespace

Result<QList<QByteArray>> changedPaths(git_repository* handle, git_tree* from, git_tree* to)
{
    DiffHandle diff;
    TRY(checked(git_diff_tree_to_tree(std::out_ptr(diff), handle, from, to, nullptr),
                QStringLiteral("compare two commits")));
    QList<QByteArray> paths;
    for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        paths.append(git_diff_get_delta(diff.get(), i)->new_file.path);
    }
    return paths;
}

Result<> requireNoFilters(git_repository* handle, const QList<QByteArray>& paths)
{
    for (const QByteArray& path : paths) {
        const QByteArray filter = attributeOf(handle, path, "filter");
        const QByteArray encoding = attributeOf(handle, path, "working-tree-encoding");
        const bool filtered = isConfigured(handle, filter);
        if (filtered || (!encoding.isEmpty() && encoding.compare("UTF-8", Qt::CaseInsensitive))) {
            return failure(
                errors::FILTER_UNSUPPORTED,
                QStringLiteral("%1 has the %2 in .gitattributes, which Tamma cannot run: "
                               "the wrong bytes would be stored. Make that change by "
                               "hand.")
                    .arg(QString::fromUtf8(path),
                         filtered
                             ? QStringLiteral("filter \"%1\"").arg(QString::fromUtf8(filter))
                             : QStringLiteral("encoding \"%1\"").arg(QString::fromUtf8(encoding))));
        }
    }
    return {};
}

} // namespace tamma::git
