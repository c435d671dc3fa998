// Fails if the build has something that its users should not get.
import { fileURLToPath } from 'node:url';
import { buildFindings } from './build_findings.js';

const findings = buildFindings(fileURLToPath(new URL('../build/', import.meta.url)));
for (const finding of findings) console.error(finding);
if (findings.length > 0) process.exit(1);
