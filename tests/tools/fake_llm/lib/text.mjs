// SPDX-License-Identifier: GPL-3.0-or-later
import { randomUUID } from 'node:crypto';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** About four characters a token: good enough for a fake count. */
export const approxTokens = (text) => Math.max(1, Math.ceil((text ?? '').length / 4));

/** Ids look real (prefix and 24 hex digits) and are unique. */
export const makeId = (prefix) => prefix + randomUUID().replaceAll('-', '').slice(0, 24);

/** Pieces of n characters that never cut a surrogate pair. */
export function* chunks(text, n) {
    const characters = Array.from(text);
    for (let i = 0; i < characters.length; i += n) yield characters.slice(i, i + n).join('');
}

/** Maps every string of a JSON value; {"repeat": text, "times": n} stands for one long string. */
export function mapStrings(value, change) {
    if (typeof value === 'string') return change(value);
    if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
    if (!value || typeof value !== 'object') return value;
    if (typeof value.repeat === 'string' && Number.isInteger(value.times)) return change(value.repeat).repeat(value.times);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]));
}

/** The text of a content value: a string or a list of parts. */
export function textOf(content) {
    if (typeof content === 'string') return content;
    if (!Array.isArray(content)) return '';
    return content.map((part) => part.text ?? textOf(part.content)).filter(Boolean).join('\n');
}
