import { type Check, evidenceOf, type Violation } from '../check.ts'
import { membersOf } from '../record/body.ts'
import type { RequestFact } from '../record/facts.ts'
import { groupsOf } from '../record/group.ts'

/** `upload.method` of every reservation. */
const UPLOAD_METHOD = 'POST'
const RESERVATIONS: ReadonlySet<string> = new Set(['uploadAsset', 'retryAssetUpload'])

export const uploadWrong: Check = {
  id: 'upload-wrong',
  severity: 'error',
  title: 'A file is uploaded by another method than reserved, or the upload is not completed',
  remedy: 'Send the file as upload.method and upload.form_fields say, then POST /assets/{assetId}/complete.',
  find: ({ requests, transfers }) => {
    const uploads = transfers.filter((transfer) => transfer.kind === 'upload')
    return [...groupsOf(uploads, ({ assetId }) => assetId).entries()].flatMap(([assetId, sent]) => {
      const reserved = requests.filter((request) => isReservation(request, assetId))
      const [wrong] = sent.filter(({ method }) => method !== UPLOAD_METHOD)
      // The reservation may be older than the journal.
      if (reserved.length === 0) return []
      const found: Violation[] = []
      if (wrong !== undefined) found.push(wrongMethod(reserved, assetId, wrong.method))
      if (!requests.some((request) => isCompletion(request, assetId)))
        found.push(incomplete(reserved, assetId))
      return found
    })
  },
}

const isReservation = ({ operation, responseBody }: RequestFact, assetId: string): boolean =>
  RESERVATIONS.has(operation ?? '') &&
  typeof responseBody === 'string' &&
  membersOf(responseBody)['asset_id'] === assetId

/** A completion that was answered with a failed upload is one, too. */
const isCompletion = ({ operation, path, status }: RequestFact, assetId: string): boolean =>
  operation === 'completeAssetUpload' && status === 200 && path.includes(`/${assetId}/`)

const wrongMethod = (reserved: readonly RequestFact[], assetId: string, method: string): Violation => ({
  message: `The object store refuses the file of ${assetId}: it came by ${method}, and the reservation says ${UPLOAD_METHOD}.`,
  requests: evidenceOf(reserved),
  runId: null,
  cost: null,
})

const incomplete = (reserved: readonly RequestFact[], assetId: string): Violation => ({
  message: `The file of ${assetId} cannot be used: it was uploaded, but the upload was not completed.`,
  requests: evidenceOf(reserved),
  runId: null,
  cost: null,
})
