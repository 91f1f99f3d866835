// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/readmodels/issues.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace tamma::ui {

class InlineMessage;

/// The form of an issue: a new one, or one that is edited. It stays open until the engine has taken
/// it, so that nothing that was typed is lost.
class IssueDialog final : public QDialog {
    Q_OBJECT

public:
    /// A new issue in one of `repositories`, or another that is chosen.
    IssueDialog(engine::EngineClient& engine, const QStringList& repositories, QWidget* parent);
    /// The same form for an issue that is there.
    IssueDialog(engine::EngineClient& engine, const readmodels::IssueRow& issue, QWidget* parent);

    /// Says first that what was typed would be lost.
    void reject() override;

signals:
    void saved(const tamma::IssueId& id);

private:
    void build(const QString& title, const QString& button);
    QWidget* makeRepositoryRow();
    void save();
    void refuse(const QString& why, QWidget* field);
    void onAnswer(const Result<engine::CommandReceipt>& done);
    [[nodiscard]] QStringList labels() const;
    [[nodiscard]] engine::Command command() const;

    engine::EngineClient& m_engine;
    IssueId m_issue; ///< Empty for a new one.
    QStringList m_labelsBefore;
    QComboBox* m_repository;
    QLineEdit* m_title;
    QPlainTextEdit* m_body;
    QLineEdit* m_labels;
    InlineMessage* m_message;
    QPushButton* m_save = nullptr;
    bool m_warned = false; ///< That what was typed is not saved.
};

} // namespace tamma::ui
