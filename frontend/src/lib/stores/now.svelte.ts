/** The present, told anew twice a minute, for times like “3 minutes ago”. */
class Now {
  ms = $state(Date.now());

  constructor() {
    setInterval(() => (this.ms = Date.now()), 30_000);
  }
}

export const now = new Now();
