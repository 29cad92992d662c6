import { ref } from '../../schemas/common.ts'
import { FeedbackReceipt, FeedbackRequest } from '../../schemas/workspaces/feedback.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, type Services } from '../context.ts'

const recordFeedback = {
  tags: ['Feedback'],
  ...published('sdk', 'oas'),
  operationId: 'recordFeedback',
  summary: 'Send feedback',
  description: 'Stores the feedback in the world and sends it nowhere.',
  body: ref(FeedbackRequest),
  response: answers(201, FeedbackReceipt),
}

export function feedbackRoutes(api: Api, { feedback }: Services): void {
  api.post('/feedback', { schema: recordFeedback }, async (request, reply): Promise<FeedbackReceipt> => {
    const caller = callerOf(request)
    const { body, claim } = request
    const { id, receivedAt } = await feedback.record(caller, {
      kind: body.kind,
      summary: body.summary,
      detail: body.detail,
      attemptedTools: body.attempted_tools ?? [],
      workspaceId: body.workspace_id ?? null,
      projectId: body.project_id ?? null,
      runId: body.run_id ?? null,
      claim,
    })
    reply.code(201)
    return { feedback_id: id, received_at: receivedAt }
  })
}
