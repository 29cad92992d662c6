/** Address of the file, which the build inserts. */
declare module '*.svg' {
  const address: string
  export default address
}
