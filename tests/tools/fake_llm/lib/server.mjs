// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP server: lanes, faults, state.
import { existsSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { toolCall } from './actions.mjs';
import { BROKEN_EVENT, ERRORS, errorAnswer, frames, parseRequest, wholeAnswer } from './anthropic.mjs';
import { Lane, findCwd, isAside, loadScript, render, unmet } from './script.mjs';
import { approxTokens, makeId, sleep } from './text.mjs';

export class FakeLlm {
    /** options: script, scriptDir, port, apiKey, verbose, onState(state) after every request */
    constructor(options) {
        this.options = options;
        this.lanes = new Map();
        this.otherRequests = [];
        this.server = http.createServer((req, res) => this.#handle(req, res).catch((error) => this.#broken(res, error)));
    }

    listen() {
        return new Promise((done, failed) => {
            this.server.once('error', failed);
            this.server.listen(this.options.port, '127.0.0.1', () => {
                this.url = `http://127.0.0.1:${this.server.address().port}`;
                this.options.onState?.(this.state());
                done();
            });
        });
    }

    close() {
        return new Promise((done) => {
            this.server.close(done);
            this.server.closeAllConnections();
        });
    }

    state() {
        const lanes = [...this.lanes.values()].map((lane) => lane.summary());
        return { ok: lanes.every((lane) => lane.failures.length === 0), allDone: lanes.every((lane) => lane.done), lanes, otherRequests: this.otherRequests };
    }

    #lane(name) {
        if (!this.lanes.has(name)) {
            const file = join(this.options.scriptDir ?? '', `${name}.json`);
            const hasOwn = this.options.scriptDir && existsSync(file);
            this.lanes.set(name, new Lane(name, hasOwn ? loadScript(file) : this.options.script));
        }
        return this.lanes.get(name);
    }

    async #handle(req, res) {
        let path = new URL(req.url, 'http://x').pathname;
        let laneName = 'default';
        const prefix = path.match(/^\/@([A-Za-z0-9._-]+)(\/.*)$/);
        if (prefix) [, laneName, path] = prefix;
        const text = await readAll(req);
        if (req.method === 'POST' && path.endsWith('/v1/messages')) {
            await this.#message(req, res, this.#lane(laneName), JSON.parse(text));
        } else if (req.method === 'POST' && path.endsWith('/v1/messages/count_tokens')) {
            send(res, 200, { input_tokens: approxTokens(text) });
        } else {
            this.otherRequests.push(`${req.method} ${path}`);
            send(res, req.method === 'HEAD' ? 200 : 404, { error: { type: 'not_found', message: path } });
        }
        this.options.onState?.(this.state());
    }

    async #message(req, res, lane, body) {
        const request = parseRequest(body, req.headers);
        lane.requests++;
        const key = req.headers['x-api-key'] ?? req.headers.authorization?.replace(/^Bearer /, '');
        if (this.options.apiKey && key !== this.options.apiKey) return this.#fail(res, lane, 'auth');
        if (isAside(request)) return this.#answer(req, res, lane, { turn: turnOf({ say: 'Aside.' }, request), request });

        const { step, fault, index } = lane.next();
        if (fault && ERRORS[fault.kind]) return this.#fail(res, lane, fault.kind, fault);
        let turn;
        try {
            // A step is only judged when it is really played, not while its faults are.
            const wrong = fault ? [] : unmet(step.expect, request);
            if (wrong.length) throw new Error(wrong.join('; '));
            turn = turnOf(render(step, this.#vars(lane, request)), request);
        } catch (error) {
            lane.failures.push(`steps[${index}]: ${error.message}`);
            return this.#fail(res, lane, 'bad-request', { message: `fake_llm: steps[${index}]: ${error.message}` });
        }
        return this.#answer(req, res, lane, { turn, request, fault });
    }

    #vars(lane, request) {
        return { cwd: findCwd(request), lane: lane.name, model: request.model, lastToolResult: request.lastToolResult?.text, ...lane.script.vars };
    }

    #fail(res, lane, kind, fault = {}) {
        const { status, body } = errorAnswer(kind, fault.message);
        this.#note(lane, `${status} ${kind}`);
        send(res, status, body, fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) });
    }

    async #answer(req, res, lane, { turn, request, fault }) {
        this.#note(lane, [fault?.kind, turn.say.slice(0, 80), ...turn.tools.map((tool) => tool.name)].filter(Boolean).join(' | '));
        if (!request.stream) return send(res, 200, wholeAnswer(turn, request));
        res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'request-id': makeId('req_') });
        const list = [...frames(turn, request)];
        const breakAt = fault ? Math.floor(list.length * (fault.at ?? 0.5)) : -1;
        for (let i = 0; i < list.length && !res.destroyed; i++) {
            if (i === breakAt && fault.kind !== 'drip' && await breakStream(req, res, fault)) return;
            if (fault?.kind === 'drip') await drip(res, list[i], fault);
            else res.write(list[i]);
            if (turn.chunkDelayMs) await sleep(turn.chunkDelayMs);
        }
        res.end();
    }

    #note(lane, words) {
        lane.log.push(words);
        if (this.options.verbose) process.stderr.write(`fake_llm ${lane.name}: ${words}\n`);
    }

    #broken(res, error) {
        process.stderr.write(`fake_llm: ${error.stack}\n`);
        if (!res.headersSent) send(res, 500, { error: { message: error.message } });
        else res.destroy();
    }
}

function turnOf(step, request) {
    const tools = [
        ...(step.do ?? []).map((action) => toolCall(action, request.tools)),
        ...(step.tools ?? []).map(({ name, input, rawInput }) => ({ name, input: input ?? {}, rawInput })),
    ];
    const { say = '', think = '', usage, chunkChars, chunkDelayMs } = step;
    return { say: typeof say === 'string' ? say : JSON.stringify(say), think, tools, usage, chunkChars, chunkDelayMs, stop: step.stop ?? (tools.length ? 'tools' : 'stop') };
}

/** Plays a fault in the middle of a stream; true when the answer ends with it. */
async function breakStream(req, res, fault) {
    switch (fault.kind) {
    case 'stall':
        await new Promise((done) => { res.once('close', done); });
        return true;
    case 'reset':
        await sleep(20); // What was written before must arrive, or the client sees no stream at all.
        req.socket.resetAndDestroy();
        return true;
    case 'truncate':
        res.end();
        return true;
    case 'malformed':
        res.write(BROKEN_EVENT);
        return false;
    default:
        return false;
    }
}

async function drip(res, frame, fault) {
    const bytes = Buffer.from(frame);
    for (let i = 0; i < bytes.length && !res.destroyed; i += fault.bytes ?? 7) {
        res.write(bytes.subarray(i, i + (fault.bytes ?? 7)));
        await sleep(1);
    }
}

function send(res, status, body, headers = {}) {
    if (res.destroyed) return;
    res.writeHead(status, { 'content-type': 'application/json', 'request-id': makeId('req_'), ...headers });
    res.end(JSON.stringify(body));
}

async function readAll(req) {
    const parts = [];
    for await (const part of req) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
}
