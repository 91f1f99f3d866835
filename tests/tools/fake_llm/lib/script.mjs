// SPDX-License-Identifier: GPL-3.0-or-later
// A script: what the fake model answers, request by request. README.md describes it.
import { readFileSync } from 'node:fs';
import { ERRORS } from './anthropic.mjs';
import { mapStrings } from './text.mjs';

const TOP_KEYS = ['name', 'about', 'vars', 'steps', 'exhausted', 'loop'];
const STEP_KEYS = ['note', 'say', 'think', 'do', 'tools', 'stop', 'usage', 'fault', 'expect', 'chunkChars', 'chunkDelayMs', 'repeat'];
const FAULT_KINDS = [...Object.keys(ERRORS), 'stall', 'reset', 'truncate', 'malformed', 'drip'];
const EXPECT_KEYS = ['toolResult', 'toolError', 'user', 'system', 'tool', 'notTool', 'model'];

export class ScriptError extends Error {}

export function loadScript(file) {
    let raw;
    try {
        raw = JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
        throw new ScriptError(`${file}: ${error.message}`);
    }
    return checkScript(raw, file);
}

const unknown = (object, known) => Object.keys(object ?? {}).find((key) => !known.includes(key));

function checkStep(step, at) {
    const faults = [step.fault ?? []].flat();
    const wrong = unknown(step, STEP_KEYS) ?? unknown(step.expect, EXPECT_KEYS)
        ?? faults.map((fault) => fault.kind).find((kind) => !FAULT_KINDS.includes(kind));
    if (wrong) throw new ScriptError(`${at}: unknown "${wrong}"`);
}

/** Refuses what it does not understand: a typo must not silently weaken a test. */
export function checkScript(raw, where = 'script') {
    if (!raw || !Array.isArray(raw.steps)) throw new ScriptError(`${where}: "steps" must be a list`);
    const wrong = unknown(raw, TOP_KEYS);
    if (wrong) throw new ScriptError(`${where}: unknown "${wrong}"`);
    raw.steps.forEach((step, i) => checkStep(step, `${where}: steps[${i}]`));
    if (raw.exhausted) checkStep(raw.exhausted, `${where}: exhausted`);
    return { name: where, vars: {}, loop: false, ...raw };
}

/** Requests that the agent makes for itself; they use up no step. */
export function isAside(request) {
    return request.maxTokens === 1 || (request.tools.length === 0 && /generate a (concise|short)[^.]*title|sentence-case title/i.test(request.system));
}

const fits = (pattern, text) => new RegExp(pattern, 's').test(text ?? '');

/** What of `expect` the request does not meet. */
export function unmet(expect, request) {
    const wrong = [];
    const want = (ok, words) => { if (!ok) wrong.push(words); };
    const result = request.lastToolResult;
    const told = JSON.stringify(result?.text ?? null).slice(0, 300);
    const e = expect ?? {};
    if (e.toolResult) want(fits(e.toolResult, result?.text), `the last tool result does not match /${e.toolResult}/: ${told}`);
    if (e.toolError !== undefined) want(!!result?.isError === e.toolError, `the last tool result isError=${result?.isError}: ${told}`);
    if (e.user) want(request.messages.some((m) => m.role === 'user' && fits(e.user, m.text)), `no user message matches /${e.user}/`);
    if (e.system) want(fits(e.system, request.system), `the system prompt does not match /${e.system}/`);
    if (e.model) want(fits(e.model, request.model), `the model ${request.model} does not match /${e.model}/`);
    for (const tool of [e.tool ?? []].flat()) want(request.tools.includes(tool), `"${tool}" is not offered`);
    for (const tool of [e.notTool ?? []].flat()) want(!request.tools.includes(tool), `"${tool}" is offered`);
    return wrong;
}

/** The place of one conversation in its script. */
export class Lane {
    constructor(name, script) {
        Object.assign(this, { name, script, cursor: 0, used: 0, faultsPlayed: 0, requests: 0, failures: [], log: [] });
    }

    /** What to answer next: {step, fault, index}. */
    next() {
        const index = this.cursor;
        const step = this.script.steps[index] ?? this.script.exhausted ?? { say: 'Done.' };
        let left = this.faultsPlayed;
        for (const fault of [step.fault ?? []].flat()) {
            const times = fault.times === 'always' ? Infinity : fault.times ?? 1;
            if (left < times) {
                this.faultsPlayed++;
                if (fault.kind === 'drip') this.#advance(step);
                return { step, fault, index };
            }
            left -= times;
        }
        this.#advance(step);
        return { step, fault: null, index };
    }

    #advance(step) {
        if (++this.used < (step.repeat ?? 1)) return;
        this.used = 0;
        this.faultsPlayed = 0;
        this.cursor = Math.min(this.cursor + 1, this.script.steps.length);
        if (this.script.loop && this.isDone) this.cursor = 0;
    }

    get isDone() { return this.cursor >= this.script.steps.length; }

    summary() {
        const { name, cursor, requests, failures, log } = this;
        return { lane: name, script: this.script.name, done: this.isDone, cursor, total: this.script.steps.length, requests, failures, log };
    }
}

/** Fills in {{name}} in every string of a step; an unknown name is an error. */
export function render(step, vars) {
    return mapStrings(step, (text) => text.replace(/\{\{(\w+)\}\}/g, (_, name) => {
        if (vars[name] === undefined) throw new ScriptError(`no value for {{${name}}} (known: ${Object.keys(vars).join(', ')})`);
        return String(vars[name]);
    }));
}

/** The agent's work folder, as its own prompt states it. */
export function findCwd(request) {
    const text = [request.system, ...request.messages.map((message) => message.text)].join('\n');
    return text.match(/[Ww]orking directory: ([^\n]+)/)?.[1].trim();
}
