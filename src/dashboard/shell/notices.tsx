import { Button } from '../components/button.tsx'
import { dismiss, notices } from '../state/notices.ts'

/** Shows the notices of finished and failed actions. */
export function Notices() {
  return (
    <div class="notices" role="log" aria-label="Notices">
      {notices.value.map(({ id, kind, text, action }) => (
        <div key={id} class={`notice ${kind}`}>
          <span dir="auto">{text}</span>
          {action === null ? null : (
            <Button
              look="quiet"
              failure={action.label}
              onPress={async () => {
                await action.run()
                dismiss(id)
              }}
            >
              {action.label}
            </Button>
          )}
          <button type="button" class="button quiet" aria-label="Dismiss" onClick={() => dismiss(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  )
}
