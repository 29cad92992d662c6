/** The build puts the file's address here. */
declare module '*.svg' {
  const address: string
  export default address
}
