// What one provider remembers, in memory. Nothing is forgotten before its time: a hundred sign-ins at once all fit.
export class Store {
  #rows = new Map();

  // The adapter that oidc-provider asks for, for each of its models.
  adapter = (model) => {
    const key = (id) => `${model}:${id}`;
    const live = (row) => (row && (!row.until || row.until > Date.now()) ? row.payload : undefined);
    const where = (name, value) => [...this.#rows.values()].find((row) => row.payload[name] === value);
    return {
      upsert: async (id, payload, seconds) => {
        this.#rows.set(key(id), { payload, until: seconds ? Date.now() + seconds * 1000 : undefined });
      },
      find: async (id) => live(this.#rows.get(key(id))),
      findByUid: async (uid) => live(where('uid', uid)),
      findByUserCode: async (code) => live(where('userCode', code)),
      consume: async (id) => {
        this.#rows.get(key(id)).payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => {
        this.#rows.delete(key(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [id, { payload }] of this.#rows) if (payload.grantId === grantId) this.#rows.delete(id);
      },
    };
  };
}
