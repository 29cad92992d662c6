/** Hosts from which FLORA reads inputs: its own, those of its stores, and those of chats (docs/fidelity.md). */
const HOSTS = [
  /(^|\.)flora\.ai$/,
  /(^|\.)storage\.googleapis\.com$/,
  /(^|\.)storage\.cloud\.google\.com$/,
  /(^|\.)amazonaws\.com$/,
  /(^|\.)imagekit\.io$/,
  /^uploads\.anthropic\.com$/,
  /^(files|cdn)\.openai\.com$/,
]

/** Returns true for the host name of a URL that FLORA reads as an input. */
export const isFetchedHost = (hostname: string): boolean => HOSTS.some((pattern) => pattern.test(hostname))
