// Answers that are no answers, instead of what the provider would say.

const SPACES = Buffer.alloc(64 * 1024, ' ');

// Says it, and returns whether it did:
// - `delay_ms`: nothing for so long, then what would have been said
// - `silent`: nothing at all
// - `huge`: a body without an end
// - `location`: with a status of 3xx, the way elsewhere
// - `status`, `content_type`, `body`: these
export async function answered(response, fault) {
  if (!fault) return false;
  if (fault.delay_ms) await new Promise((resolve) => setTimeout(resolve, fault.delay_ms));
  if (fault.silent) return true;
  if (fault.huge) {
    response.writeHead(200, { 'content-type': 'application/json' });
    while (!response.destroyed && !response.closed) {
      if (!response.write(SPACES)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    return true;
  }
  if (!fault.status) return false;
  const headers = { 'content-type': fault.content_type ?? 'application/json' };
  if (fault.location) headers.location = fault.location;
  response.writeHead(fault.status, headers);
  response.end(fault.body ?? '{}');
  return true;
}

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
