// The pages that end a sign-in or a session: refused, cancelled, signed out.
import type { Response } from "express";
import type { SendPage } from "../respond.ts";

type SignInNotice = {
  readonly title: string;
  readonly status: number;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly text: string; readonly href: string };
  /** Whether the page names its reference, under which the log has the reason. */
  readonly namesReference?: boolean;
};

export const sendNotice = (send: SendPage, response: Response, { status, ...model }: SignInNotice): void =>
  send(response, "sign-in/notice.njk", model, status);

const signInAgain = (to: string) => ({ text: "Sign in", href: `/sign-in?to=${encodeURIComponent(to)}` });

export const refused = (to: string): SignInNotice => ({
  title: "You could not be signed in",
  status: 403,
  paragraphs: [
    "The answer of your organisation’s sign-in could not be used. It may be too old, or may have been used before.",
    "Start again from here.",
  ],
  link: signInAgain(to),
  namesReference: true,
});

/** The person, or the provider, ended the sign-in. */
export const cancelled = (to: string): SignInNotice => ({
  title: "You are not signed in",
  status: 403,
  paragraphs: [
    "Your organisation’s sign-in was cancelled, or does not let you use the hub. If you did not cancel it, ask your organisation’s IT support.",
  ],
  link: signInAgain(to),
  namesReference: true,
});

export const unavailable = (to: string): SignInNotice => ({
  title: "Sorry, you cannot sign in now",
  status: 503,
  paragraphs: [
    "Your organisation’s sign-in does not answer. Try again in a few minutes. People who are signed in stay signed in.",
  ],
  link: { text: "Try again", href: signInAgain(to).href },
  namesReference: true,
});

export const unregistered: SignInNotice = {
  title: "You are not registered in the hub",
  status: 403,
  paragraphs: [
    "Your organisation has signed you in, but nobody has registered you in the hub. Ask the hub’s information governance officer, or the person who invited you.",
    "If you have several accounts at work, sign in with the one that they know.",
  ],
  link: signInAgain("/"),
  namesReference: true,
};

/**
 * The page for the code of a refusal. It never names the invited address. A link that is used, replaced, withdrawn, ended or guessed gets the same page, so that
 * nobody learns which links there are.
 */
export function joinRefused(reason: string): SignInNotice {
  return { ...(JOIN_REFUSALS[reason] ?? CANNOT_JOIN_NOW), link: signInAgain("/"), namesReference: reason !== "NOT_FOUND" };
}

const CANNOT_JOIN_NOW = {
  title: "Sorry, you cannot join now",
  status: 503,
  paragraphs: ["The hub could not register you. Open the link in the invitation again in a few minutes."],
};
const LINK_NOT_USABLE = {
  title: "This link cannot be used",
  status: 404,
  paragraphs: [
    "It may have been used already, it may have ended, or another may have taken its place. Look for a later email.",
    "If you have joined already, sign in. Otherwise ask the person who invited you to send the invitation again.",
  ],
};
const OTHER_ACCOUNT = {
  title: "This invitation is not for this account",
  status: 403,
  paragraphs: [
    "Sign in with your own account at work, under the email address to which the invitation was sent. To try again, open the link in the invitation.",
    "If that is the account that you signed in with, ask the person who invited you to check the address.",
  ],
};
const JOIN_REFUSALS: Readonly<Record<string, Pick<SignInNotice, "title" | "status" | "paragraphs">>> = {
  NOT_FOUND: LINK_NOT_USABLE,
  PERSON_REGISTERED: {
    title: "You have joined the hub already",
    status: 403,
    paragraphs: [
      "The account that you signed in with is registered in the hub. An invitation is for people who are not.",
      "If the invitation is to another office of yours, ask the information governance officer to give it to you. If it is for somebody else, leave it to them.",
    ],
  },
  INVITATION_FOR_ANOTHER: OTHER_ACCOUNT,
  EMAIL_NOT_VERIFIED: {
    title: "Your email address is not confirmed",
    status: 403,
    paragraphs: [
      "Your organisation’s sign-in does not tell the hub a confirmed email address, so the hub cannot know that the invitation is for you.",
      "Ask your organisation’s IT support to have your address confirmed, and then open the link in the invitation again.",
    ],
  },
  INVITATION_OFFICE_OVER: {
    title: "The office that you were invited to has ended",
    status: 403,
    paragraphs: ["Ask the person who invited you for another invitation."],
  },
};

export const tooMany = (seconds: number): SignInNotice => ({
  title: "Too many people are signing in from your network",
  status: 429,
  paragraphs: [`Try again in ${seconds === 1 ? "1 second" : `${seconds} seconds`}.`],
  link: signInAgain("/"),
});

export const signedIn: SignInNotice = {
  title: "You are signed in",
  status: 200,
  paragraphs: ["Close this tab, and go on in the tab that you came from."],
  link: { text: "Go to your home page", href: "/" },
};

/** `provider`: the address for signing out of the organisation's account too, where the browser goes by itself. */
export const signedOut = (provider: string | undefined): SignInNotice => ({
  title: "You are signed out of the hub",
  status: 200,
  paragraphs: provider
    ? ["You are now signed out of your organisation’s account too. If nothing happens, go on yourself."]
    : ["You may still be signed in to your organisation’s account. On a computer that others use, close the browser."],
  link: provider ? { text: "Sign out of your organisation’s account", href: provider } : signInAgain("/"),
});

export const sessionEnded = (to: string): SignInNotice => ({
  title: "You have been signed out",
  status: 200,
  paragraphs: [
    "You did not use the hub for some time, or were signed in for as long as is allowed. Sign in to go back to where you were.",
  ],
  link: signInAgain(to),
});
