/** Fetches, and gives up if the answer hasn't begun after so many milliseconds. */
export async function fetchWithin(patienceMs: number, request: Request): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, patience.signal]) });
  } finally {
    clearTimeout(timer);
  }
}
