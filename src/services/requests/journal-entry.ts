export type { RecordedRequest as JournalEntry } from './recorded-request.ts'
