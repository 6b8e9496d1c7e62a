/** A style sheet as text: the bundler loads it so, for adoption by a shadow root. */
declare module '*.css' {
  const text: string;
  export default text;
}
