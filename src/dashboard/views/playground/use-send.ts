import { reasonOf } from '../../../kernel/errors.ts'
import { useState } from 'preact/hooks'
import type { Project } from '../../../schemas/workspaces/project.ts'
import { world } from '../../api/client.ts'
import { GenerationError, startGeneration } from '../../api/flora.ts'
import { worldName } from '../../state/route.ts'
import type { FormModel } from './form-models.ts'
import { type Draft, headerOf, type Problems, problemsOf, requestOf } from './draft.ts'

interface Work {
  readonly draft: Draft
  readonly model: FormModel | null
  readonly project: Project | null
}

/** Validates and sends the form. Returns the problems that the form or the API found. */
export function useSend({ draft, model, project }: Work) {
  const [problems, setProblems] = useState<Problems>({})
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)

  const send = async (): Promise<void> => {
    const found = problemsOf(draft, model)
    setProblems(found)
    setRefusal(project === null ? 'This world has no projects. Create one with POST /projects.' : null)
    if (Object.keys(found).length > 0 || project === null || isSending) return
    setSending(true)
    try {
      await startGeneration({
        path: model?.path ?? '/generate',
        apiKey: world(worldName.value).apiKey,
        body: requestOf(draft, model, project),
        directives: headerOf(draft.directives),
      })
    } catch (error) {
      setRefusal(reasonOf(error))
      if (error instanceof GenerationError) {
        if (error.status > 0) setRefusal(`${error.status} ${error.code}: ${error.message}`)
        setProblems(Object.fromEntries(error.fields.map(({ field, message }) => [field, message])))
      }
    } finally {
      setSending(false)
    }
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    void send()
  }
  return { problems, refusal, isSending, submit }
}
