/** A request that the server understood and refuses: it would refuse it again. Anything else that fails may pass. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** MLflow's name of the reason, such as `RESOURCE_DOES_NOT_EXIST`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
