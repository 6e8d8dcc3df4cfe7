declare global {
	namespace App {
		interface PageState {
			/** Set by the player's own links, which restore nothing. */
			own?: boolean;
		}
	}
}

export {};
