/** Where the server stands: what the status shows, and what `activate` gives to other extensions. */
export type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'starting'; readonly path: string }
  | { readonly kind: 'running'; readonly path: string; readonly version: string }
  | { readonly kind: 'failed'; readonly path: string; readonly message: string };
