// A browser as far as sign-in needs one: it keeps cookies, follows redirects and forms, and says where its requests come from.

export type Page = { readonly status: number; readonly url: string; readonly headers: Headers; readonly html: string };
export type Browser = ReturnType<typeof openBrowser>;

const MAX_REDIRECTS = 12;

/** Paths are of the hub at `home`. */
export function openBrowser(home: string) {
  /** Those of the whole host. */
  const cookies = new Map<string, string>();
  /** Path -> its cookies. */
  const scoped = new Map<string, Map<string, string>>();
  /** Each `Set-Cookie` that came, whole. */
  const set: string[] = [];

  async function request(address: string, init: RequestInit = {}): Promise<Page> {
    const { pathname } = new URL(address, home);
    const sent = [...cookies, ...[...scoped].flatMap(([path, ofPath]) => (pathname.startsWith(path) ? [...ofPath] : []))];
    const cookie = sent.map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { "sec-fetch-site": "same-origin", ...(cookie && { cookie }), ...init.headers };
    const response = await fetch(new URL(address, home), { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      set.push(line);
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const [, path = "/"] = /; path=([^;]+)/i.exec(line) ?? [];
      const jar = path === "/" ? cookies : (scoped.get(path) ?? new Map<string, string>());
      if (path !== "/") scoped.set(path, jar);
      if (value === "" || /expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return { status: response.status, url: new URL(address, home).href, headers: response.headers, html: await response.text() };
  }
  async function follow(page: Page): Promise<Page> {
    for (let at = page, left = MAX_REDIRECTS; ; left -= 1) {
      const to = at.headers.get("location");
      if (at.status < 300 || at.status > 399 || to === null) return at;
      if (left === 0) throw new Error(`Redirected too often, at last to ${to}.`);
      at = await request(new URL(to, at.url).href);
    }
  }
  const post = (address: string, words: Readonly<Record<string, string>>, headers = {}) =>
    request(address, { method: "POST", body: new URLSearchParams(words), headers });

  return {
    cookies,
    set,
    /** One request, with no redirect followed. */
    get: (address: string, headers = {}) => request(address, { headers }),
    post,
    send: (address: string, init: RequestInit) => request(address, { method: "POST", ...init }),
    follow,
    open: async (address: string) => follow(await request(address)),
    submit: async (address: string, words: Readonly<Record<string, string>>) => follow(await post(address, words)),
    /** Signs in at the development provider as a person, and ends at the page. */
    async signInAs(person: string, path = "/"): Promise<Page> {
      const chooser = await follow(await request(path));
      return follow(await post(chooser.url, { person }));
    },
  };
}
