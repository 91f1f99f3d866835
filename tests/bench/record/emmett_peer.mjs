// SPDX-License-Identifier: GPL-3.0-or-later
// Emmett as a peer of bench_emmett: one JSON line in, one out.
//
//   node emmett_peer.mjs --packages      prints what has to be installed, a package a line
//   node emmett_peer.mjs FOLDER          answers; FOLDER has the node_modules
//
//   {"store":"sqlite|postgresql","connection":"...","ask":"fill|single|batch10|eight|read200",
//    "count":N} -> {"seconds":S,"failures":F}

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// All of them, since the packages ask for each other only as peers.
const PACKAGES = [
    '@event-driven-io/emmett@0.42.0',
    '@event-driven-io/emmett-sqlite@0.42.4',
    '@event-driven-io/emmett-postgresql@0.42.0',
    '@event-driven-io/pongo@0.16.11',
    '@event-driven-io/dumbo@0.12.7',
    'ansis@3.9.0',
    'async-retry@1.3.3',
    'cli-table3@0.6.5',
    'commander@12.1.0',
    'pg@8.23.1',
    'pg-connection-string@2.14.1',
    'sqlite3@5.1.7',
    'uuid@10.0.0',
];
const LOOPS_AT_ONCE = 64;
const EVENTS_OF_A_LOOP = 200;
const CALLERS = 8;
const FILLED = 16; // Streams of 200 events that read200 takes in turns.

// Emmett prints what fails to stdout, which is for answers here.
console.log = console.error;

const loopOf = (number) => {
    const loop =
        Math.floor(number / (LOOPS_AT_ONCE * EVENTS_OF_A_LOOP)) * LOOPS_AT_ONCE +
        (number % LOOPS_AT_ONCE);
    return `0193d0a0-0000-7000-8000-${String(loop).padStart(12, '0')}`;
};

// The event of workload.cpp: the same type, data, tags and metadata. Emmett has no tags: they are
// in the metadata, without an index.
const anEvent = (number) => {
    const loop = loopOf(number);
    const tags = {
        issueId: loop,
        loopIteration: String((Math.floor(number / LOOPS_AT_ONCE) % 3) + 1),
        mode: number % 2 === 0 ? 'dev' : 'business',
        provider: `provider-${number % 3}`,
        userId: `user-${number % 50}`,
        workflowName: 'standard-14-step',
    };
    if (number % 2 === 1) tags.prId = loop;
    if (number % 10 === 0) tags.pluginName = `plugin-${number % 4}`;
    return {
        type: `TYPE.${number % 20}.SUCCESS`,
        data: { loopId: loop, summary: 'x'.repeat(90) },
        metadata: {
            timestamp: new Date().toISOString(),
            tags,
            workflowVersion: '1.0.0',
            eventSource: 'system',
            actor: 'engine',
        },
    };
};

// One connection that all calls share: by default the SQLite store opens one for each call.
const openSqlite = async (require, fileName) => {
    const { getSQLiteEventStore, sqliteConnection } = require('@event-driven-io/emmett-sqlite');
    const connection = sqliteConnection({ fileName });
    await connection.command('PRAGMA synchronous = FULL');
    const mode = await connection.querySingle('PRAGMA journal_mode');
    if (mode.journal_mode !== 'wal') throw new Error('not a write-ahead log');
    return getSQLiteEventStore({ fileName, connectionOptions: { singleton: true, connection } });
};

const openPostgres = async (require, url) => {
    const { getPostgreSQLEventStore } = require('@event-driven-io/emmett-postgresql');
    const store = getPostgreSQLEventStore(url);
    await store.schema.migrate();
    return store;
};

const seconds = async (work) => {
    const begun = process.hrtime.bigint();
    await work();
    return Number(process.hrtime.bigint() - begun) / 1e9;
};

// One open store, and the numbers and stream versions that its caller knows.
class Peer {
    #store;
    #number = 0;
    #reads = 0;
    #versions = new Map();
    #failures = 0;

    constructor(store) {
        this.#store = store;
    }

    #events(count) {
        return Array.from({ length: count }, () => anEvent(this.#number++));
    }

    async #append(events, options) {
        const stream = `loop-${events[0].metadata.tags.issueId}`;
        const answer = await this.#store.appendToStream(stream, events, options);
        this.#versions.set(stream, answer.nextExpectedStreamVersion);
    }

    // Only if nobody else appended to the stream: Emmett's condition.
    async #single(event) {
        const known = this.#versions.get(`loop-${event.metadata.tags.issueId}`);
        await this.#append([event], {
            expectedStreamVersion: known ?? 'STREAM_DOES_NOT_EXIST',
        });
    }

    async fill() {
        for (let i = 0; i < EVENTS_OF_A_LOOP / 10; ++i) {
            for (let loop = 0; loop < FILLED; ++loop) {
                const events = Array.from({ length: 10 }, () => anEvent(loop));
                await this.#store.appendToStream(`filled-${loop}`, events);
            }
        }
    }

    async single(count) {
        const events = this.#events(count);
        return seconds(async () => {
            for (const event of events) await this.#single(event);
        });
    }

    async batch10(count) {
        const batches = Array.from({ length: count / 10 }, () => {
            const first = this.#number++;
            return Array.from({ length: 10 }, () => anEvent(first));
        });
        return seconds(async () => {
            for (const batch of batches) await this.#append(batch);
        });
    }

    // Each caller has its own streams, so that none has to wait for another's version. A call that
    // fails is repeated, as its caller would have to.
    async eight(count) {
        const events = this.#events(count);
        const call = async (caller) => {
            for (let i = caller; i < count; i += CALLERS) {
                for (let tries = 0; ; ++tries) {
                    try {
                        await this.#append([events[i]]);
                        break;
                    } catch (error) {
                        ++this.#failures;
                        if (tries === 20) throw error;
                    }
                }
            }
        };
        return seconds(() => Promise.all(Array.from({ length: CALLERS }, (_, n) => call(n))));
    }

    async read200(count) {
        return seconds(async () => {
            for (let i = 0; i < count; ++i) {
                const { events } = await this.#store.readStream(
                    `filled-${this.#reads++ % FILLED}`,
                );
                if (events.length !== EVENTS_OF_A_LOOP) throw new Error('not all was read');
            }
        });
    }

    takeFailures() {
        const failures = this.#failures;
        this.#failures = 0;
        return failures;
    }
}

const peers = new Map();

const answer = async (require, { store, connection, ask, count }) => {
    if (!peers.has(connection)) {
        const open = store === 'sqlite' ? openSqlite : openPostgres;
        peers.set(connection, new Peer(await open(require, connection)));
    }
    const peer = peers.get(connection);
    const taken = await peer[ask](count);
    return { seconds: taken ?? 0, failures: peer.takeFailures() };
};

if (process.argv[2] === '--packages') {
    process.stdout.write(`${PACKAGES.join('\n')}\n`);
} else {
    const require = createRequire(`${process.argv[2]}/`);
    for await (const line of createInterface({ input: process.stdin })) {
        process.stdout.write(`${JSON.stringify(await answer(require, JSON.parse(line)))}\n`);
    }
    process.exit(0);
}
