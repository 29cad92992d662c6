import { ref } from '../../schemas/common.ts'
import { GatewayGenerationRequest } from '../../schemas/runs/gateway-generation.ts'
import { RunStart } from '../../schemas/runs/run.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, effectOf, type Services, urlBaseOf } from '../context.ts'
import { renderRunStart } from './render-run.ts'

const startGatewayGeneration = {
  tags: ['Gateway'],
  operationId: 'startGatewayGeneration',
  ...published('next', 'ours'),
  summary: 'Start a generation with a gateway model',
  description:
    'Like `POST /generate`, with a canonical model id instead of a type. Without `project_id` the run gets a new project.',
  body: ref(GatewayGenerationRequest),
  response: answers(201, RunStart),
}

export function gatewayGenerationRoutes(api: Api, { gatewayGenerations }: Services): void {
  api.post(
    '/gateway/generate',
    { schema: startGatewayGeneration },
    async (request, reply): Promise<RunStart> => {
      const { body, claim } = request
      const started = await gatewayGenerations.start(callerOf(request), {
        modelId: body.model,
        prompt: body.prompt,
        workspaceId: body.workspace_id,
        projectId: body.project_id,
        params: body.params ?? {},
        callbackUrl: body.callback_url,
        claim,
        effect: effectOf(request).run,
      })
      reply.code(201)
      return renderRunStart(started, urlBaseOf(request))
    },
  )
}
