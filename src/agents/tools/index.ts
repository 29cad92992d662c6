import type { Tool } from '../tool.ts'
import { MONEY_TOOLS } from './money.ts'
import { REQUEST_TOOLS } from './requests.ts'
import { RULE_TOOLS } from './rules.ts'
import { RUN_TOOLS } from './runs.ts'
import { WEBHOOK_TOOLS } from './webhooks.ts'
import { WORLD_TOOLS } from './worlds.ts'

/** Every tool, in the order in which a session usually needs them. */
export const TOOLS: readonly Tool[] = [
  ...WORLD_TOOLS,
  ...RULE_TOOLS,
  ...REQUEST_TOOLS,
  ...RUN_TOOLS,
  ...MONEY_TOOLS,
  ...WEBHOOK_TOOLS,
]
