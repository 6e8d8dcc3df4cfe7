/**
 * A symbol from a file is TeX that somebody else wrote. Only a small part of TeX is taken, by a grammar: letters, digits
 * and signs, groups, one subscript and one superscript each, and commands that draw a sign or an accent. Whatever it
 * accepts KaTeX can draw, and nothing of it can do more than draw.
 */
export const LONGEST_SYMBOL = 200;
export const DEEPEST_SYMBOL = 50;

const words = (text: string) => new Set(text.split(' '));

const SIGNS = words(
	'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi varphi chi psi omega ' +
		'Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar partial nabla infty cdot times circ odot oplus otimes pm mp div ' +
		'star ast top bot perp prime dagger ddagger to leftarrow rightarrow mapsto le ge leq geq ne neq approx sim in ' +
		'langle rangle lVert rVert lvert rvert Vert vert mid ldots cdots dots quad'
);
const ACCENTS = words(
	'hat tilde bar vec dot ddot check breve acute grave widehat widetilde overline underline overrightarrow overleftarrow ' +
		'mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak boldsymbol sqrt'
);
/** Signs that may not be a script by themselves. */
const OPERATORS = words('sum prod int max min exp log');
/** Their argument is letters, not signs. */
const TEXTS = words('text textbf textit textrm texttt textsf operatorname');

class SymbolReader {
	#at = 0;
	readonly #tex: string;

	constructor(tex: string) {
		this.#tex = tex;
	}

	whole(): boolean {
		return this.#tex.length <= LONGEST_SYMBOL && this.#items(0) && this.#at === this.#tex.length;
	}

	/** At least one item, each with its scripts, up to a closing brace or the end. */
	#items(depth: number): boolean {
		let some = false;
		for (this.#spaces(); this.#at < this.#tex.length && !this.#sees('}'); this.#spaces()) {
			if (!this.#item(depth)) return false;
			some = true;
		}
		return some;
	}

	#item(depth: number): boolean {
		if (!this.#base(depth)) return false;
		let [above, below] = [false, false];
		for (this.#spaces(); ; this.#spaces()) {
			if (!above && this.#sees("'")) {
				while (this.#sees("'")) this.#at++;
				above = true;
			} else if (!above && this.#take('^')) {
				above = true;
				if (!this.#script(depth)) return false;
			} else if (!below && this.#take('_')) {
				below = true;
				if (!this.#script(depth)) return false;
			} else return !/['^_]/.test(this.#tex[this.#at] ?? '');
		}
	}

	/** A group, a character or a sign. */
	#script(depth: number): boolean {
		this.#spaces();
		if (this.#sees('{')) return this.#group(depth);
		return this.#take('\\') ? SIGNS.has(this.#command()) : this.#character();
	}

	#base(depth: number): boolean {
		if (this.#sees('{')) return this.#group(depth);
		if (!this.#take('\\')) return this.#character();
		// A space, or a brace or an underscore that is drawn.
		if (this.#match(/[,;:!{}_]/y)) return true;
		const command = this.#command();
		if (SIGNS.has(command) || OPERATORS.has(command)) return true;
		if (ACCENTS.has(command)) return this.#group(depth);
		if (TEXTS.has(command)) return this.#match(/\{[A-Za-z0-9 +\-*/=().,;:]*\}/y) !== null;
		return command === 'frac' && this.#group(depth) && this.#group(depth);
	}

	#command = () => this.#match(/[A-Za-z]+/y) ?? '';

	#character = () => this.#match(/[A-Za-z0-9+\-*/=()[\]|,.;:!?]/y) !== null;

	#group(depth: number): boolean {
		if (depth >= DEEPEST_SYMBOL || !this.#take('{')) return false;
		return this.#items(depth + 1) && this.#take('}');
	}

	#sees = (character: string) => this.#tex[this.#at] === character;

	#take(character: string): boolean {
		if (!this.#sees(character)) return false;
		this.#at++;
		return true;
	}

	#match(pattern: RegExp): string | null {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#tex)?.[0] ?? null;
		if (found !== null) this.#at += found.length;
		return found;
	}

	#spaces(): void {
		this.#match(/ +/y);
	}
}

/** Whether a symbol is one that may be drawn. */
export const harmless = (tex: string): boolean => new SymbolReader(tex).whole();
