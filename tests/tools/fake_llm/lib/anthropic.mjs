// SPDX-License-Identifier: GPL-3.0-or-later
// The Anthropic Messages protocol: requests in, streamed answers and errors out.
import { approxTokens, chunks, makeId, textOf } from './text.mjs';

/** What a script can look at. */
export function parseRequest(body, headers) {
    const messages = (body.messages ?? []).map((message) => {
        const parts = Array.isArray(message.content) ? message.content : [{ type: 'text', text: message.content }];
        return {
            role: message.role,
            text: parts.filter((part) => part.type === 'text').map((part) => part.text).join('\n'),
            toolResults: parts.filter((part) => part.type === 'tool_result')
                .map((part) => ({ text: textOf(part.content), isError: !!part.is_error })),
        };
    });
    return {
        headers,
        messages,
        model: body.model,
        stream: !!body.stream,
        maxTokens: body.max_tokens,
        system: textOf(body.system),
        tools: (body.tools ?? []).map((tool) => tool.name),
        lastToolResult: messages.at(-1)?.toolResults.at(-1),
        size: JSON.stringify(body).length,
    };
}

const STOP = { stop: 'end_turn', tools: 'tool_use', length: 'max_tokens', refusal: 'refusal' };

function usageOf(turn, request) {
    const said = turn.think + turn.say + turn.tools.map((tool) => JSON.stringify(tool.input)).join('');
    return {
        input_tokens: turn.usage?.input ?? Math.ceil(request.size / 4),
        cache_creation_input_tokens: turn.usage?.cacheWrite ?? 0,
        cache_read_input_tokens: turn.usage?.cacheRead ?? 0,
        output_tokens: turn.usage?.output ?? approxTokens(said),
        service_tier: 'standard',
    };
}

const event = (type, fields) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

function* block(index, start, deltas) {
    yield event('content_block_start', { index, content_block: start });
    for (const delta of deltas) yield event('content_block_delta', { index, delta });
    yield event('content_block_stop', { index });
}

/** The events of one streamed answer. */
export function* frames(turn, request) {
    const usage = usageOf(turn, request);
    yield event('message_start', { message: { id: makeId('msg_'), type: 'message', role: 'assistant', model: request.model,
        content: [], stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } } });
    const size = turn.chunkChars ?? 16;
    let index = 0;
    if (turn.think) {
        const deltas = [...chunks(turn.think, size)].map((thinking) => ({ type: 'thinking_delta', thinking }));
        yield* block(index++, { type: 'thinking', thinking: '', signature: '' },
            [...deltas, { type: 'signature_delta', signature: 'ZmFrZS1zaWduYXR1cmU=' }]);
    }
    if (turn.say) {
        yield* block(index++, { type: 'text', text: '' }, [...chunks(turn.say, size)].map((text) => ({ type: 'text_delta', text })));
    }
    for (const tool of turn.tools) {
        const json = tool.rawInput ?? JSON.stringify(tool.input);
        yield* block(index++, { type: 'tool_use', id: makeId('toolu_'), name: tool.name, input: {} },
            [...chunks(json, size)].map((partial) => ({ type: 'input_json_delta', partial_json: partial })));
    }
    yield event('message_delta', { delta: { stop_reason: STOP[turn.stop] ?? turn.stop, stop_sequence: null }, usage });
    yield event('message_stop', {});
}

/** The answer to a request that does not stream. */
export function wholeAnswer(turn, request) {
    const content = turn.say ? [{ type: 'text', text: turn.say }] : [];
    for (const tool of turn.tools) content.push({ type: 'tool_use', id: makeId('toolu_'), name: tool.name, input: tool.input });
    return { id: makeId('msg_'), type: 'message', role: 'assistant', model: request.model, content,
        stop_reason: STOP[turn.stop] ?? turn.stop, stop_sequence: null, usage: usageOf(turn, request) };
}

/** The service's own status and words for each failure. */
export const ERRORS = {
    'bad-request': [400, 'invalid_request_error', 'messages: bad request (fake_llm)'],
    auth: [401, 'authentication_error', 'invalid x-api-key'],
    billing: [400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.'],
    permission: [403, 'permission_error', 'Your API key does not have permission to use the specified resource.'],
    'not-found-model': [404, 'not_found_error', 'model: no-such-model'],
    'context-overflow': [400, 'invalid_request_error', 'prompt is too long: 250000 tokens > 200000 maximum'],
    'rate-limit': [429, 'rate_limit_error', 'This request would exceed the rate limit for your organization.'],
    quota: [429, 'rate_limit_error', 'You have reached your specified API usage limits. You will regain access on 2099-01-01 at 00:00 UTC.'],
    'server-error': [500, 'api_error', 'Internal server error'],
    overloaded: [529, 'overloaded_error', 'Overloaded'],
};

export function errorAnswer(kind, text) {
    const [status, type, message] = ERRORS[kind];
    return { status, body: { type: 'error', error: { type, message: text ?? message }, request_id: makeId('req_') } };
}

export const BROKEN_EVENT = 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_de\n\n';
