import { useState } from 'preact/hooks'
import type { Model } from '../../../schemas/models/model.ts'
import type { Project } from '../../../schemas/workspaces/project.ts'
import { flora } from '../../api/flora.ts'
import { CallError } from '../../api/http.ts'
import { messageOf } from '../../state/notices.ts'
import { currentWorld } from '../../state/world.ts'
import { type Draft, headerOf, type Problems, problemsOf, requestOf } from './draft.ts'
import { pollToEnd } from './poll-to-end.ts'

interface Work {
  readonly draft: Draft
  readonly model: Model | null
  readonly project: Project | null
}

/** Sends what the form holds; what is wrong with it is told before, and after. */
export function useSend({ draft, model, project }: Work) {
  const [problems, setProblems] = useState<Problems>({})
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)

  const send = async (): Promise<void> => {
    const found = problemsOf(draft, model)
    setProblems(found)
    setRefusal(project === null ? 'This world has no project to generate in.' : null)
    if (Object.keys(found).length > 0 || project === null || isSending) return
    setSending(true)
    try {
      const api = flora(currentWorld.value?.api_key ?? '')
      const { run_id: id } = await api.generate(requestOf(draft, model, project), headerOf(draft.directives))
      if (currentWorld.value?.clock.mode === 'auto') void pollToEnd(api, id)
    } catch (error) {
      setRefusal(messageOf(error))
      if (error instanceof CallError) {
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
