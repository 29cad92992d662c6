import type { FLORA } from '@flora-ai/flora'

export async function run(client: FLORA) {
  return client.generations.retrieve('run_nope')
}
