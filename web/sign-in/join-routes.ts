// Joining by the link of an invitation: its page, and the sign-in that it leads to. The link itself changes nothing, because mail scanners open links too.
import express, { type Request, type Response, type Router } from "express";
import type { Joining } from "../../hub/sign-in/joining.ts";
import type { SignedIn } from "../../hub/sign-in/relying-party.ts";
import type { SendPage } from "../respond.ts";
import { joinRefused, sendNotice } from "./notices.ts";

type JoinDeps = {
  readonly joining: Joining;
  readonly send: SendPage;
  /** Counts a request by its address, and answers it if there were too many. Returns whether it may go on. */
  readonly isWithinLimit: (request: Request, response: Response) => boolean;
  /** Leads to the provider. */
  readonly beginSignIn: (request: Request, response: Response, invitation: string) => Promise<void>;
  readonly beginSession: (request: Request, response: Response, person: string) => Promise<void>;
  readonly noteRefusal: (response: Response, reason: string) => void;
};

export function joinRoutes({ joining, send, isWithinLimit, beginSignIn, beginSession, noteRefusal }: JoinDeps) {
  const routes: Router = express.Router();
  const refuse = (response: Response, reason: string): void => {
    noteRefusal(response, reason);
    sendNotice(send, response, joinRefused(reason));
  };
  /** The secret of a link that can be used; otherwise the request is answered. */
  function openSecret(request: Request<{ secret: string }>, response: Response): string | undefined {
    if (!isWithinLimit(request, response)) return undefined;
    const { secret } = request.params;
    if (joining.isOpen(secret)) return secret;
    refuse(response, "NOT_FOUND");
    return undefined;
  }

  routes.get("/join/:secret", (request, response) => {
    const secret = openSecret(request, response);
    if (secret !== undefined) send(response, "sign-in/join.njk", { title: "Join Candour", href: `/join/${secret}/sign-in` });
  });
  routes.get("/join/:secret/sign-in", async (request, response) => {
    const secret = openSecret(request, response);
    if (secret !== undefined) await beginSignIn(request, response, joining.digestOf(secret));
  });

  return {
    routes,
    /** Accepts the invitation for whoever has signed in at the provider, and begins their session. */
    async finish(request: Request, response: Response, invitation: string, signedIn: SignedIn): Promise<void> {
      const outcome = await joining.join(invitation, signedIn);
      if (outcome.kind === "refused") return refuse(response, outcome.code);
      await beginSession(request, response, signedIn.person);
      response.redirect(303, "/");
    },
  };
}
