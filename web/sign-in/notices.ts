// The pages that end a sign-in or a session: refused, cancelled, signed out.
import type { Response } from "express";
import type { SendPage } from "../respond.ts";

export type SignInNotice = {
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
