// Writes openapi.yaml from the routes of the bundle. Usage: npm run openapi
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

writeFileSync('openapi.yaml', execFileSync(process.execPath, ['dist/main.js', 'openapi']))
