#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Serves a script as a model behind the Anthropic Messages protocol. README.md describes scripts.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkScript, loadScript } from './lib/script.mjs';
import { FakeLlm } from './lib/server.mjs';

const HELP = `usage: fake_llm.mjs --script FILE [options]
  --script FILE      what to answer
  --script-dir DIR   "/@NAME/v1/..." plays DIR/NAME.json, each with a place of its own
  --port N           default: any free port; it is printed as "fake_llm listening on URL"
  --api-key KEY      answer 401 to any other key
  --state-file FILE  the state as JSON, written anew after every request
  --verbose          say on stderr what is answered
It stops on SIGINT, SIGTERM and when its standard input ends.`;

const { values } = parseArgs({ options: {
    script: { type: 'string' }, 'script-dir': { type: 'string' }, port: { type: 'string' }, 'api-key': { type: 'string' },
    'state-file': { type: 'string' }, verbose: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
} });
if (values.help) {
    console.log(HELP);
    process.exit(0);
}

try {
    const stateFile = values['state-file'];
    const server = new FakeLlm({
        script: values.script ? loadScript(values.script) : checkScript({ steps: [] }),
        scriptDir: values['script-dir'],
        port: Number(values.port ?? 0),
        apiKey: values['api-key'],
        verbose: values.verbose,
        onState: (state) => { if (stateFile) writeFileSync(stateFile, JSON.stringify(state, null, 1)); },
    });
    await server.listen();
    console.log(`fake_llm listening on ${server.url}`);
    const stop = async () => {
        await server.close();
        process.exit(0);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    // Whoever started it holds the other end: it never outlives a killed test.
    process.stdin.on('end', stop).resume();
} catch (error) {
    console.error(`fake_llm: ${error.message}`);
    process.exit(2);
}
