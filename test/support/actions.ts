/** Bodies of action runs that the shipped fixtures accept. */
export const PLACE = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
export const IMAGE = { type: 'image', url: 'https://example.com/a.png' }
export const VIDEO = { type: 'video', url: 'https://example.com/a.mp4' }
export const ROTATE = { ...PLACE, action_id: 'rotate-image-browser', inputs: [IMAGE] }
/** Splits a text into three parts. */
export const SPLIT = {
  ...PLACE,
  action_id: 'split-text-browser',
  inputs: [{ type: 'text', text: 'red, green, blue' }],
  params: { separator: ',' },
}
