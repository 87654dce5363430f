// When an address that the issuer verified is the one that was invited.

/** Printable ASCII. An address with any other character is no invited one, because those have none. */
const ASCII = /^[\x21-\x7e]+$/;

/**
 * Equal but for the case of ASCII letters, in both parts of the address: mail systems that tell local parts apart by case are not in use. Nothing is
 * normalised or folded by Unicode: the Kelvin sign would become a k, and so somebody else's address the invited one.
 */
export const isSameAddress = (invited: string | undefined, verified: string): boolean =>
  invited !== undefined && ASCII.test(invited) && ASCII.test(verified) && invited.toLowerCase() === verified.toLowerCase();
