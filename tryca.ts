import { createAuthority } from './src/intercept/authority.ts'
import { epochMs } from './src/kernel/units.ts'
import { writeFileSync } from 'node:fs'
const t = performance.now()
const a = await createAuthority(epochMs(Date.now()))
console.log(performance.now() - t)
writeFileSync('/tmp/iceptlab/ca.pem', a.certificate)
writeFileSync('/tmp/iceptlab/leaf.pem', a.server.cert)
writeFileSync('/tmp/iceptlab/leaf.key', a.server.key)
