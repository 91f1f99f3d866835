// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/error_text.h"

#include "core/base/json.h"

#include <QCoreApplication>

namespace tamma::ui {
namespace {

/// The words of one code, in English and marked for translation.
struct Words {
    ErrorCode code;
    const char* what;
    const char* why;
    const char* mend;
};

constexpr Words WORDS[] = {
    {errors::CANCELLED, QT_TRANSLATE_NOOP("ErrorText", "The action was cancelled."),
     QT_TRANSLATE_NOOP("ErrorText", "It was stopped before it had an effect."),
     QT_TRANSLATE_NOOP("ErrorText", "Start it again if you still want it.")},
    {errors::INVALID_ARGUMENT,
     QT_TRANSLATE_NOOP("ErrorText", "Tamma did not understand what was asked."),
     QT_TRANSLATE_NOOP("ErrorText", "A value is missing or is not of the expected form."),
     QT_TRANSLATE_NOOP("ErrorText", "Check what you entered; the details name the value.")},
    {errors::NOT_FOUND, QT_TRANSLATE_NOOP("ErrorText", "What you asked for does not exist."),
     QT_TRANSLATE_NOOP("ErrorText", "It may have been removed, or the name is misspelt."),
     QT_TRANSLATE_NOOP("ErrorText", "Check the name, or pick it from the list.")},
    {errors::INTERNAL, QT_TRANSLATE_NOOP("ErrorText", "Tamma made a mistake of its own."),
     QT_TRANSLATE_NOOP("ErrorText", "This is a fault in Tamma, not in your project."),
     QT_TRANSLATE_NOOP(
         "ErrorText", "Please report it with the details below; your work is safe in the record.")},
    {errors::TIMED_OUT, QT_TRANSLATE_NOOP("ErrorText", "It took longer than it may."),
     QT_TRANSLATE_NOOP("ErrorText", "The time limit was reached and the work was stopped."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Try again, or raise the time limit in the project's settings.")},
    {errors::FILE_READ_FAILED, QT_TRANSLATE_NOOP("ErrorText", "A file could not be read."),
     QT_TRANSLATE_NOOP("ErrorText", "It is missing, or Tamma may not read it."),
     QT_TRANSLATE_NOOP("ErrorText", "Check that the file exists and that you may read it.")},
    {errors::FILE_WRITE_FAILED, QT_TRANSLATE_NOOP("ErrorText", "A file could not be written."),
     QT_TRANSLATE_NOOP("ErrorText", "The folder may be read-only or belong to somebody else."),
     QT_TRANSLATE_NOOP("ErrorText", "Check the rights of the folder that the details name.")},
    {errors::DISK_FULL, QT_TRANSLATE_NOOP("ErrorText", "The disk is full."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Nothing more can be saved there; what was saved before is safe."),
     QT_TRANSLATE_NOOP("ErrorText", "Free some space, then try again.")},
    {errors::INVALID_JSON, QT_TRANSLATE_NOOP("ErrorText", "A file or an answer is not valid JSON."),
     QT_TRANSLATE_NOOP("ErrorText", "The text breaks off or has a stray character."),
     QT_TRANSLATE_NOOP("ErrorText", "The details say where; mend the text there.")},
    {errors::STORE_UNAVAILABLE, QT_TRANSLATE_NOOP("ErrorText", "The record cannot be reached."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Its file is busy, missing, no record, or on a disk that went away."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Loops go on by themselves when it is back; what you did now has to be "
                       "sent again. The details say more.")},
    {errors::POSITION_CONFLICT, QT_TRANSLATE_NOOP("ErrorText", "Somebody else was faster."),
     QT_TRANSLATE_NOOP("ErrorText", "The record changed between your look and your action."),
     QT_TRANSLATE_NOOP("ErrorText", "Look at the new state and decide again.")},
    {errors::CORRUPT_EVENT,
     QT_TRANSLATE_NOOP("ErrorText", "An entry of the record cannot be read."),
     QT_TRANSLATE_NOOP("ErrorText", "It does not have the form that Tamma writes."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Restore the record from a backup, or report this with the details.")},
    {errors::RECORD_FROM_NEWER_VERSION,
     QT_TRANSLATE_NOOP("ErrorText", "The record was written by a newer Tamma."),
     QT_TRANSLATE_NOOP("ErrorText", "This version could misread it, so it leaves it alone."),
     QT_TRANSLATE_NOOP("ErrorText", "Install the newer version of Tamma.")},
    {errors::PAST_IS_READ_ONLY,
     QT_TRANSLATE_NOOP("ErrorText", "Nothing can be changed in the past."),
     QT_TRANSLATE_NOOP("ErrorText", "The window shows an earlier moment of the record."),
     QT_TRANSLATE_NOOP("ErrorText", "Go back to now (Esc), then do it there.")},
    {errors::CONFIG_INVALID, QT_TRANSLATE_NOOP("ErrorText", "A settings file has a mistake."),
     QT_TRANSLATE_NOOP("ErrorText", "Tamma does not guess what was meant."),
     QT_TRANSLATE_NOOP("ErrorText", "The details name line and column and what to write instead.")},
    {errors::SECRETS_UNAVAILABLE,
     QT_TRANSLATE_NOOP("ErrorText", "There is no keychain on this machine."),
     QT_TRANSLATE_NOOP("ErrorText", "Nobody answers where passwords are kept."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Start a keychain such as GNOME Keyring or KWallet, or hand the secret over "
                       "in the environment.")},
    {errors::SECRETS_DENIED, QT_TRANSLATE_NOOP("ErrorText", "The keychain is locked."),
     QT_TRANSLATE_NOOP("ErrorText", "Nobody unlocked it, or somebody refused."),
     QT_TRANSLATE_NOOP("ErrorText", "Unlock the keychain, then try again.")},
    {errors::SECRETS_EXPOSED, QT_TRANSLATE_NOOP("ErrorText", "Others can read a file of secrets."),
     QT_TRANSLATE_NOOP("ErrorText", "Tamma does not use secrets that may be known."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Make the file yours alone (chmod 600), and change the secrets in it.")},
    {errors::PROGRAM_NOT_FOUND,
     QT_TRANSLATE_NOOP("ErrorText", "A program that is needed is not installed."),
     QT_TRANSLATE_NOOP("ErrorText", "It was not found in any folder of PATH."),
     QT_TRANSLATE_NOOP("ErrorText", "Install it; Settings shows the exact command.")},
    {errors::PROCESS_START_FAILED,
     QT_TRANSLATE_NOOP("ErrorText", "A program could not be started."),
     QT_TRANSLATE_NOOP("ErrorText", "The system refused to run it."),
     QT_TRANSLATE_NOOP("ErrorText", "Check that it is executable and that memory is left.")},
    {errors::PROCESS_CRASHED, QT_TRANSLATE_NOOP("ErrorText", "A program crashed."),
     QT_TRANSLATE_NOOP("ErrorText", "It ended without an exit code of its own."),
     QT_TRANSLATE_NOOP("ErrorText", "Look at the end of its log, then try again.")},
    {errors::SANDBOX_UNAVAILABLE,
     QT_TRANSLATE_NOOP("ErrorText", "The sandbox cannot be used on this machine."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Gates run foreign code, and Tamma does not run it without walls."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Install bubblewrap and allow user namespaces; Settings shows how.")},
    {errors::NOT_A_REPOSITORY,
     QT_TRANSLATE_NOOP("ErrorText", "This folder is not a git repository."),
     QT_TRANSLATE_NOOP("ErrorText", "It was moved or removed, or git does not know it yet."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Put a moved repository back, choose another folder, or run \"git init\" "
                       "in a new project.")},
    {errors::REPOSITORY_BARE,
     QT_TRANSLATE_NOOP("ErrorText", "This repository has no working files."),
     QT_TRANSLATE_NOOP("ErrorText", "It is a bare repository, made for sharing only."),
     QT_TRANSLATE_NOOP("ErrorText", "Clone it and choose the clone.")},
    {errors::REPOSITORY_EMPTY, QT_TRANSLATE_NOOP("ErrorText", "This repository has no commit yet."),
     QT_TRANSLATE_NOOP("ErrorText", "A branch needs a commit to begin from."),
     QT_TRANSLATE_NOOP("ErrorText", "Make a first commit, then try again.")},
    {errors::HEAD_DETACHED, QT_TRANSLATE_NOOP("ErrorText", "The repository is not on a branch."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "A commit is checked out directly, so there is nothing to merge into."),
     QT_TRANSLATE_NOOP("ErrorText", "Check out a branch, then try again.")},
    {errors::BRANCH_NOT_FOUND, QT_TRANSLATE_NOOP("ErrorText", "A branch does not exist."),
     QT_TRANSLATE_NOOP("ErrorText", "It was renamed or deleted."),
     QT_TRANSLATE_NOOP("ErrorText", "Check the name of the base branch.")},
    {errors::CHECKOUT_DIRTY,
     QT_TRANSLATE_NOOP("ErrorText", "Your checkout has changes that are not committed."),
     QT_TRANSLATE_NOOP("ErrorText", "Tamma never touches files that you are working on."),
     QT_TRANSLATE_NOOP("ErrorText", "Commit or stash them, then try again.")},
    {errors::MERGE_CONFLICT,
     QT_TRANSLATE_NOOP("ErrorText", "The change cannot be merged by itself."),
     QT_TRANSLATE_NOOP("ErrorText", "Both sides changed the same lines."),
     QT_TRANSLATE_NOOP(
         "ErrorText",
         "Send it back so that the agent works on the newest base, or merge by hand.")},
    {errors::GIT_FAILED, QT_TRANSLATE_NOOP("ErrorText", "Git reported an error."),
     QT_TRANSLATE_NOOP("ErrorText", "The details hold its own words."),
     QT_TRANSLATE_NOOP("ErrorText", "Mend what they name, then try again.")},
    {errors::REPOSITORY_NOT_TRUSTED,
     QT_TRANSLATE_NOOP("ErrorText", "Git does not trust this repository."),
     QT_TRANSLATE_NOOP("ErrorText", "Its folder belongs to another user."),
     QT_TRANSLATE_NOOP("ErrorText", "Take over the folder, or add it to git's safe.directory.")},
    {errors::BRANCH_TAKEN, QT_TRANSLATE_NOOP("ErrorText", "A branch with that name is in use."),
     QT_TRANSLATE_NOOP("ErrorText", "Another worktree has it checked out."),
     QT_TRANSLATE_NOOP("ErrorText", "Finish or remove that worktree, then try again.")},
    {errors::BASE_REWRITTEN,
     QT_TRANSLATE_NOOP("ErrorText", "The history that this change builds on was rewritten."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "To merge it would bring back commits that were taken out of the branch."),
     QT_TRANSLATE_NOOP("ErrorText", "Give this loop up and start another one for the issue.")},
    {errors::FILTER_UNSUPPORTED,
     QT_TRANSLATE_NOOP("ErrorText",
                       "A changed file passes through a filter that Tamma cannot run."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Git's attributes ask for it: git-crypt, LFS or another encoding. Without "
                       "it the wrong bytes would be stored."),
     QT_TRANSLATE_NOOP("ErrorText", "Leave such files to git itself: make that change by hand.")},
    {errors::PROVIDER_NOT_INSTALLED,
     QT_TRANSLATE_NOOP("ErrorText", "The AI provider is not installed."),
     QT_TRANSLATE_NOOP("ErrorText", "Its program was not found."),
     QT_TRANSLATE_NOOP("ErrorText", "Install it; Settings shows the exact command.")},
    {errors::PROVIDER_NOT_LOGGED_IN,
     QT_TRANSLATE_NOOP("ErrorText", "You are not logged in at the AI provider."),
     QT_TRANSLATE_NOOP("ErrorText", "Its program has no account to work with."),
     QT_TRANSLATE_NOOP("ErrorText", "Log in with the provider's own program, then try again.")},
    {errors::PROVIDER_AUTH_REJECTED,
     QT_TRANSLATE_NOOP("ErrorText", "The AI provider did not accept the login."),
     QT_TRANSLATE_NOOP("ErrorText", "The key or session is no longer valid."),
     QT_TRANSLATE_NOOP("ErrorText", "Log in again, then try again.")},
    {errors::PROVIDER_BILLING, QT_TRANSLATE_NOOP("ErrorText", "The AI provider wants a payment."),
     QT_TRANSLATE_NOOP("ErrorText", "The account has no credit left or a bill is open."),
     QT_TRANSLATE_NOOP("ErrorText", "Settle it with the provider, then try again.")},
    {errors::PROVIDER_QUOTA, QT_TRANSLATE_NOOP("ErrorText", "The AI provider's quota is used up."),
     QT_TRANSLATE_NOOP("ErrorText", "The plan allows no more work for now."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "The loop goes on when the quota is renewed; or choose another provider.")},
    {errors::PROVIDER_RATE_LIMITED,
     QT_TRANSLATE_NOOP("ErrorText", "The AI provider asks to slow down."),
     QT_TRANSLATE_NOOP("ErrorText", "Too many requests came in a short time."),
     QT_TRANSLATE_NOOP("ErrorText", "Tamma waits and tries again by itself.")},
    {errors::PROVIDER_UNAVAILABLE,
     QT_TRANSLATE_NOOP("ErrorText", "The AI provider cannot be reached."),
     QT_TRANSLATE_NOOP("ErrorText", "Its service or the network is down."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Tamma tries again by itself; check the network if this stays.")},
    {errors::PROVIDER_STALLED, QT_TRANSLATE_NOOP("ErrorText", "The agent gave no sign of life."),
     QT_TRANSLATE_NOOP("ErrorText", "Nothing came from it for longer than it may be silent."),
     QT_TRANSLATE_NOOP("ErrorText", "Tamma stopped it; try again.")},
    {errors::AGENT_STALLED, QT_TRANSLATE_NOOP("ErrorText", "The agent hangs."),
     QT_TRANSLATE_NOOP("ErrorText", "It was silent, and gave no answer when Tamma asked."),
     QT_TRANSLATE_NOOP("ErrorText", "Tamma stopped it; look at the transcript and decide.")},
    {errors::AGENT_REPEATS,
     QT_TRANSLATE_NOOP("ErrorText", "The agent does the same again and again."),
     QT_TRANSLATE_NOOP("ErrorText", "The same action failed in the same way each time."),
     QT_TRANSLATE_NOOP("ErrorText", "Give it a hint, or mend what it stumbles over.")},
    {errors::PROVIDER_CRASHED, QT_TRANSLATE_NOOP("ErrorText", "The agent's program crashed."),
     QT_TRANSLATE_NOOP("ErrorText", "It ended in the middle of its work."),
     QT_TRANSLATE_NOOP("ErrorText", "Try again; the details hold the end of its output.")},
    {errors::PROVIDER_REFUSED, QT_TRANSLATE_NOOP("ErrorText", "The agent refused the task."),
     QT_TRANSLATE_NOOP("ErrorText", "The provider's rules do not allow what was asked."),
     QT_TRANSLATE_NOOP("ErrorText", "Word the issue differently, or choose another provider.")},
    {errors::PROVIDER_LIMIT_REACHED,
     QT_TRANSLATE_NOOP("ErrorText", "The agent reached its limit of turns or cost."),
     QT_TRANSLATE_NOOP("ErrorText", "It was stopped before it was done."),
     QT_TRANSLATE_NOOP("ErrorText", "Raise the limit, or divide the issue.")},
    {errors::PROVIDER_CONTEXT_OVERFLOW,
     QT_TRANSLATE_NOOP("ErrorText", "The task is too large for the agent's memory."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Issue, context and answers together exceed what the model can read."),
     QT_TRANSLATE_NOOP("ErrorText", "Divide the issue into smaller ones.")},
    {errors::PROVIDER_MODEL_UNAVAILABLE,
     QT_TRANSLATE_NOOP("ErrorText", "The AI model is not available."),
     QT_TRANSLATE_NOOP("ErrorText", "The account may not use it, or it was retired."),
     QT_TRANSLATE_NOOP("ErrorText", "Choose another model in the project's settings.")},
    {errors::PROVIDER_PROTOCOL,
     QT_TRANSLATE_NOOP("ErrorText", "The agent answered in a way that Tamma does not know."),
     QT_TRANSLATE_NOOP("ErrorText", "Its version may be newer or older than expected."),
     QT_TRANSLATE_NOOP("ErrorText", "Update Tamma and the provider's program.")},
    {errors::SCHEMA_VIOLATION,
     QT_TRANSLATE_NOOP("ErrorText", "The agent's answer does not have the asked form."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Tamma checks every structured answer and believes none that fails."),
     QT_TRANSLATE_NOOP("ErrorText", "Try again; choose another model if this stays.")},
    {errors::NOTHING_DONE, QT_TRANSLATE_NOOP("ErrorText", "The agent changed nothing."),
     QT_TRANSLATE_NOOP("ErrorText", "It said that it was done, but no file differs."),
     QT_TRANSLATE_NOOP("ErrorText", "Try again with a hint about what should change.")},
    {errors::RECORDING_NOT_FOUND, QT_TRANSLATE_NOOP("ErrorText", "The recording was not found."),
     QT_TRANSLATE_NOOP("ErrorText", "There is no recording of that name or path."),
     QT_TRANSLATE_NOOP("ErrorText", "Choose one from the list.")},
    {errors::RECORDING_EXHAUSTED,
     QT_TRANSLATE_NOOP("ErrorText", "The recording has no more sessions."),
     QT_TRANSLATE_NOOP("ErrorText", "The loop asked for more attempts than were recorded."),
     QT_TRANSLATE_NOOP("ErrorText", "Choose another recording, or a live provider.")},
    {errors::RECORDING_INVALID, QT_TRANSLATE_NOOP("ErrorText", "The recording cannot be read."),
     QT_TRANSLATE_NOOP("ErrorText", "The file is damaged, or it is not a recording."),
     QT_TRANSLATE_NOOP("ErrorText", "The details name the field; choose another recording.")},
    {errors::DEPLOYMENT_FAILED,
     QT_TRANSLATE_NOOP("ErrorText", "The change is merged, but deploying it failed."),
     QT_TRANSLATE_NOOP("ErrorText", "The deploy command of the project ended with an error."),
     QT_TRANSLATE_NOOP("ErrorText", "Mend the cause that its log names, then try again.")},
    {errors::BUDGET_SPENT, QT_TRANSLATE_NOOP("ErrorText", "The budget of the loop is spent."),
     QT_TRANSLATE_NOOP("ErrorText", "Its agents have cost as much as they may."),
     QT_TRANSLATE_NOOP("ErrorText", "Start the issue again with a larger budget.")},
    {errors::MAY_NOT_DECIDE, QT_TRANSLATE_NOOP("ErrorText", "Somebody else has to decide this."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "Whoever asked for a change, or has said yes already, does "
                       "not decide about it."),
     QT_TRANSLATE_NOOP("ErrorText", "Ask a colleague to look at it.")},
    {errors::LEASE_LOST, QT_TRANSLATE_NOOP("ErrorText", "Another Tamma runs the loop now."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "This one was away for too long: asleep, or without its "
                       "database."),
     QT_TRANSLATE_NOOP("ErrorText", "Nothing to do: the other one goes on.")},
    {errors::GATE_FAILED, QT_TRANSLATE_NOOP("ErrorText", "A gate did not pass."),
     QT_TRANSLATE_NOOP("ErrorText", "The change does not yet do what the gate checks."),
     QT_TRANSLATE_NOOP("ErrorText", "Look at the gate's log; the agent gets it too.")},
    {errors::EVIDENCE_CHANGED,
     QT_TRANSLATE_NOOP("ErrorText", "The change is not the one that was approved."),
     QT_TRANSLATE_NOOP("ErrorText", "Commit, base or check results differ from what was seen."),
     QT_TRANSLATE_NOOP("ErrorText", "Look at it again: a new approval is asked for.")},
    {errors::APPROVAL_NOT_OPEN, QT_TRANSLATE_NOOP("ErrorText", "This was decided already."),
     QT_TRANSLATE_NOOP("ErrorText", "Somebody answered, or the change was replaced."),
     QT_TRANSLATE_NOOP("ErrorText", "Nothing to do; the inbox shows what is still open.")},
    {errors::LOOP_NOT_RUNNING, QT_TRANSLATE_NOOP("ErrorText", "The loop is not running."),
     QT_TRANSLATE_NOOP("ErrorText", "It ended or was cancelled."),
     QT_TRANSLATE_NOOP("ErrorText", "Start a new loop for the issue.")},
    {errors::LOOP_ALREADY_RUNNING,
     QT_TRANSLATE_NOOP("ErrorText", "A loop works on this issue already."),
     QT_TRANSLATE_NOOP("ErrorText", "Two loops would work against each other."),
     QT_TRANSLATE_NOOP("ErrorText", "Wait for it, or cancel it first.")},
    {errors::NO_COMMAND_CONFIGURED,
     QT_TRANSLATE_NOOP("ErrorText", "Tamma does not know which command to run."),
     QT_TRANSLATE_NOOP("ErrorText",
                       "The project has no known build files, and none is configured."),
     QT_TRANSLATE_NOOP("ErrorText", "Write the command into .tamma/project.yaml.")},
};

QString translated(const char* text)
{
    return QCoreApplication::translate("ErrorText", text);
}

} // namespace

ErrorText errorText(const Error& error)
{
    const auto* words = std::ranges::find(WORDS, error.code, &Words::code);
    if (words == std::end(WORDS)) {
        return {translated(QT_TRANSLATE_NOOP("ErrorText", "Something went wrong: %1."))
                    .arg(error.code.text()),
                translated(
                    QT_TRANSLATE_NOOP("ErrorText", "This version of Tamma has no words for it.")),
                translated(QT_TRANSLATE_NOOP("ErrorText", "The details may say more."))};
    }
    return {translated(words->what), translated(words->why), translated(words->mend)};
}

QString errorSentence(const Error& error)
{
    const ErrorText text = errorText(error);
    return text.what + u' ' + text.why + u' ' + text.mend;
}

QString errorDetails(const Error& error)
{
    QStringList lines{error.code.text()};
    if (!error.detail.isEmpty()) {
        lines.append(error.detail);
    }
    if (!error.context.isEmpty()) {
        lines.append(QString::fromUtf8(json::indented(error.context)));
    }
    return lines.join(u'\n');
}

} // namespace tamma::ui
