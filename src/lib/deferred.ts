/** A promise that is settled from outside. Nobody has to wait for it: a rejection that nobody handles is reported as any other. */
export class Deferred<Value = void> {
  readonly promise: Promise<Value>;
  #settle!: { readonly resolve: (value: Value) => void; readonly reject: (error: unknown) => void };

  constructor() {
    this.promise = new Promise<Value>((resolve, reject) => (this.#settle = { resolve, reject }));
  }

  resolve(value: Value): void {
    this.#settle.resolve(value);
  }

  reject(error: unknown): void {
    this.#settle.reject(error);
  }
}
