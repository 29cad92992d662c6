// Asks FLORA for its models with every HTTP client of Node, as programs do that have its address in their source.
import axios from 'axios'
import oldAxios from 'axios-1.7'
import { got } from 'got'
import http from 'node:http'
import https from 'node:https'
import { Agent, request } from 'undici'

const url = 'https://app.flora.ai/api/v1/models'
const headers = { authorization: 'Bearer sk_live_from_the_source' }

/**
 * @param {{ get: typeof https.get }} client
 * @param {string} from
 * @returns {Promise<number | undefined>}
 */
const get = (client, from) =>
  new Promise((resolve, reject) => {
    client.get(from, { headers }, (answer) => resolve(answer.resume().statusCode)).on('error', reject)
  })

const clients = {
  fetch: async () => (await fetch(url, { headers })).status,
  http: async () => get(http, url.replace('https:', 'http:')),
  https: async () => get(https, url),
  undici: async () => (await request(url, { headers })).statusCode,
  'undici, HTTP/2 allowed': async () =>
    (await request(url, { headers, dispatcher: new Agent({ allowH2: true }) })).statusCode,
  axios: async () => (await axios.get(url, { headers })).status,
  'axios 1.7': async () => (await oldAxios.get(url, { headers })).status,
  got: async () => (await got(url, { headers })).statusCode,
  'got, HTTP/2 allowed': async () => (await got(url, { headers, http2: true })).statusCode,
}

for (const [name, call] of Object.entries(clients)) {
  const status = await call().catch((/** @type {Error} */ error) => error.message)
  process.stdout.write(`${name}: ${status}\n`)
}
process.exit()
