/** The build puts the file's address here. */
declare module '*.svg' {
  const address: string
  export default address
}

declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface SwaggerUi {
    preauthorizeApiKey(scheme: string, key: string): void
  }
  interface SwaggerRequest {
    url: string
    headers: Record<string, string>
  }
  interface Options {
    readonly domNode: Element
    readonly url: string
    readonly deepLinking: boolean
    readonly tryItOutEnabled: boolean
    readonly validatorUrl: null
    readonly onComplete: () => void
    readonly requestInterceptor: (request: SwaggerRequest) => SwaggerRequest
  }
  export default function createSwaggerUi(options: Options): SwaggerUi
}
