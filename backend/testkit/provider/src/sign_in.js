// The page on which a person says who he is, and a browser that does so by itself.

const escaped = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (asked) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Test provider</title></head>
  <body>
    <main>
      <h1>Test provider</h1>
      <p>${escaped(asked.client_id)} asks for: ${escaped(asked.scope)}</p>
      <form method="post">
        <label>Account <input name="account" value="${escaped(asked.login_hint ?? '')}"></label>
        <button>Continue</button>
        <button name="cancel" value="yes">Cancel</button>
      </form>
    </main>
  </body>
</html>
`;

// Shows the page, or takes what was entered.
export async function interaction({ provider }, request, response, form) {
  if (request.method === 'POST') {
    const cancelled = { error: 'access_denied', error_description: 'The person said no' };
    const result = form.has('cancel') ? cancelled : { login: { accountId: form.get('account') } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  const { params } = await provider.interactionDetails(request, response);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page(params));
}

// Who cancels instead of signing in.
const CANCEL = '!cancel';

// Goes from the authorization endpoint through the page and back, as a fresh browser would. Returns where the client's
// own browser is to be sent, or what it is to be shown.
export async function signInAt(start, issuer, account) {
  const cookies = new Map();
  const within = new URL(issuer).href;
  let url = new URL(start);
  let form;
  for (let hop = 0; hop < 10; hop += 1) {
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      ...(form && { body: form }),
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; '), 'x-automatic': 'yes' },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      const end = pair.indexOf('=');
      cookies.set(pair.slice(0, end), pair.slice(end + 1));
    }
    form = undefined;
    const location = answer.headers.get('location');
    if (location) {
      url = new URL(location, url);
      if (!url.href.startsWith(within)) return { status: 303, headers: { location: url.href }, body: '' };
    } else if (answer.ok && url.pathname.includes('/interaction/')) {
      form = new URLSearchParams(account === CANCEL ? { cancel: 'yes' } : { account });
    } else {
      return { status: answer.status, headers: { 'content-type': 'text/plain' }, body: await answer.text() };
    }
  }
  throw new Error('the way through the provider has no end');
}
