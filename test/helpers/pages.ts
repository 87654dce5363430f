// A hub with pages, and people who are signed in without an identity provider: a header names who asks.
import { randomUUID } from "node:crypto";
import express from "express";
import type { Drafts } from "../../hub/drafts/drafts.ts";
import { openDrafts } from "../../hub/drafts/open-drafts.ts";
import { ownerMark } from "../../web/form-owner.ts";
import { openPages } from "../../web/server.ts";
import { startHub } from "./test-hub.ts";

const PERSON = "x-test-person";
const EXPIRES = Date.parse("2026-03-02T18:00:00.000Z") / 1000;

type Options = Pick<NonNullable<Parameters<typeof startHub>[0]>, "seed" | "at" | "env" | "dir">;

export async function startPages(options: Options = {}) {
  let drafts: Drafts | undefined;
  const hub = await startHub({
    ...options,
    async openPages(api) {
      drafts = await openDrafts(api.hub, api.logger);
      return openPages({
        ...{ ...api, drafts },
        newKey: randomUUID,
        openSignIn: () => ({
          routes: express.Router(),
          requireSession(request, response, next) {
            Object.assign(response.locals, { person: request.headers[PERSON], expires: EXPIRES });
            next();
          },
          followSession: async (request) => ({ person: String(request.headers[PERSON]), expires: EXPIRES, stop() {} }),
        }),
      });
    },
  });
  const request = async (person: string, path: string, init: RequestInit = {}) => {
    const headers = { [PERSON]: person, "sec-fetch-site": "same-origin", ...init.headers };
    const response = await fetch(`${hub.url}${path}`, { redirect: "manual", ...init, headers });
    return { status: response.status, headers: response.headers, html: await response.text() };
  };
  return {
    ...hub,
    open: (person: string, path: string) => request(person, path),
    /** Sends a form with a file. */
    sendForm(person: string, path: string, form: FormData) {
      if (!form.has("owner")) form.set("owner", ownerMark(person));
      return request(person, path, { method: "POST", body: form });
    },
    submit: (person: string, path: string, words: Readonly<Record<string, string>>, headers = {}) =>
      request(person, path, {
        method: "POST",
        body: new URLSearchParams({ owner: ownerMark(person), ...words }),
        headers,
      }),
    async close() {
      await hub.close();
      await drafts?.close();
    },
  };
}
