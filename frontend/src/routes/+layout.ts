// The app runs in the browser alone; the servers only speak JSON.
export const ssr = false;
export const prerender = false;
