import createSwaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import { CONTROL } from './api/control.ts'
import { tokenHeaders } from './api/token.ts'

const isControl = new URLSearchParams(location.search).get('api') === 'control'
const current = document.querySelector(`nav a[href="${isControl ? '/docs?api=control' : '/docs'}"]`)
current?.setAttribute('aria-current', 'page')

const domNode = document.getElementById('reference')
if (domNode !== null) {
  const ui = createSwaggerUi({
    domNode,
    url: isControl ? `${CONTROL}/openapi.json` : '/docs/openapi.yaml',
    deepLinking: true,
    tryItOutEnabled: true,
    // Otherwise it would ask a server on the internet.
    validatorUrl: null,
    // Whoever opened the dashboard before has entered the token there.
    requestInterceptor: (request) => {
      if (request.url.includes(CONTROL)) request.headers = { ...tokenHeaders(), ...request.headers }
      return request
    },
    onComplete: () => {
      if (!isControl) ui.preauthorizeApiKey('apiKey', 'sk_test_default')
    },
  })
}
