#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { runCommandLine } from './cli/program.ts';

process.exitCode = await runCommandLine(process.argv, manifest);
