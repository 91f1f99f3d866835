// SPDX-License-Identifier: GPL-3.0-or-later
// What a script wants done, as calls of the tools that Claude Code offers.

const TOOLS = {
    read: { name: 'Read', args: { path: 'file_path', offset: 'offset', limit: 'limit' } },
    write: { name: 'Write', args: { path: 'file_path', content: 'content' } },
    edit: { name: 'Edit', args: { path: 'file_path', old: 'old_string', new: 'new_string', all: 'replace_all' } },
    run: { name: 'Bash', args: { command: 'command', description: 'description', timeout: 'timeout' } },
    search: { name: 'Grep', args: { pattern: 'pattern', path: 'path' } },
    glob: { name: 'Glob', args: { pattern: 'pattern', path: 'path' } },
    submit: { name: 'StructuredOutput', args: {} },
};

/** {op, ...arguments} as {name, input}; an error when the request does not offer the tool. */
export function toolCall(action, offered) {
    const tool = TOOLS[action.op];
    if (!tool) throw new Error(`unknown op "${action.op}" (known: ${Object.keys(TOOLS).join(', ')})`);
    if (!offered.includes(tool.name)) throw new Error(`"${tool.name}" is not offered; offered: ${offered.join(', ') || 'none'}`);
    if (action.op === 'submit') return { name: tool.name, input: action.input ?? {} };
    const input = {};
    for (const [ours, theirs] of Object.entries(tool.args)) {
        if (action[ours] !== undefined) input[theirs] = action[ours];
    }
    return { name: tool.name, input };
}
