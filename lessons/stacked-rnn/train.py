"""Train the network of the `stacked-rnn` lesson and write weights.json and reference.json.

Usage, from the repository's root:
    python3 lessons/stacked-rnn/train.py

Needs PyTorch (made with 1.13, CPU) and nothing else: the words are the list below. The same
PyTorch on the same kind of processor gives the same bytes; elsewhere sums may be ordered
differently and weights differ. Takes about three minutes, most of it for the comparison:
networks of one layer, and all of them from several seeds, because one seed proves little.
"""
import json
import math
import pathlib
import random

import torch
import torch.nn.functional as F

WORDS = """
able about above across action actor address adult advice after again against age agree air alive all almost alone
along already also always amount anger angry animal ankle answer apple apron april area arm army around arrive arrow
art ask asleep attack august aunt autumn away baby back bacon bad badge bag bake baker balance ball balloon banana band
bank barn basket bath battle beach bean bear beard beat beauty because become bed bedroom bee beef beer before begin
behind believe bell belong below belt bench bend berry beside best better between bicycle big bird birth birthday
biscuit bite bitter black blanket blind blood blow blue board boat body bone book boot border borrow boss both bottle
bottom bowl box boy brain branch brave bread break breakfast breath brick bridge bright bring broken brother brown brush
bucket build building bull burn bus bush busy butter butterfly button buy cabbage cake calf call calm camel camera camp
candle candy cap captain car card care carpet carrot carry castle cat catch cattle ceiling center chain chair chalk
chance change cheap cheek cheese cherry chest chicken child chimney chin chocolate choice choose church circle city
class clay clean clear clever cliff climb clock close cloth cloud clown coach coal coast coat coffee coin cold collar
color comb come common cook cookie cool copper copy corn corner correct cotton cough count country courage course cousin
cover cow crab cradle cream cross crowd crown cruel cry cup curtain cushion custom cut daily damp dance danger dark
daughter day dead dear death december deep deer delay desert desk dinner dirt dirty dish distance doctor dog doll
dollar donkey door double down dragon draw drawer dream dress drink drive driver drum dry duck dust duty each eager
eagle ear early earn earth east easy eat edge egg eight elbow eleven empty end enemy engine enjoy enough enter equal
evening event ever every evil exact exam example eye face fact factory fail faint fair fall false family famous far
farm farmer fast fat father fault fear feather february feed feel fence fever few field fight fill film finger finish
fire first fish five flag flame flat floor flour flower flute fly fog fold follow food fool foot forest forget fork
form forty forward four fox free freedom freeze fresh friday friend frog front frost fruit full funny future game garden
garlic gate gather gentle ghost giant gift girl give glad glass glove glue goat gold good goose grain grandfather
grandmother grape grass grave gray great green greet ground group grow guard guess guest guide guitar hair half hall
hammer hand handle happen happy harbor hard harvest hat hate have hay head health hear heart heat heaven heavy heel
height help hen herb here hero hide high hill history hit hold hole holiday hollow home honest honey hope horn horse
hospital hot hotel hour house how human hundred hungry hunt hunter hurry hurt husband ice idea ill inch ink insect
inside iron island jacket jam january jar jaw jewel job join joke journey joy judge juice july jump june just keep
kettle key kick kind king kingdom kiss kitchen kite kitten knee knife knock know ladder lady lake lamb lamp land
language large last late laugh law lawyer lazy lead leader leaf learn leather leave left leg lemon lesson letter lettuce
level library lid lie life lift light like lily lion lip list listen little live lizard lock lonely long look loose lose
loud love lovely low lucky lunch machine magic mail make man many map marble march mark market marriage master match
matter may meadow meal mean measure meat meet melon melt member memory mend metal middle midnight milk mill mind minute
mirror miss mist mix model modern moment monday money monkey monster month moon morning most mother motor mountain mouse
mouth move much mud murder muscle museum mushroom music name narrow nation nature near neck need needle neighbor nerve
nest never new news next nice night nine noise none noon north nose note nothing november number nurse oak object ocean
october offer office often oil old olive once onion only open orange orchard order other oven over owl owner page pain
paint painter pair palace pan paper parent park parrot part party pass past path patient pay peace peach peanut pear
pearl pen pencil people pepper perfect person piano picture piece pig pigeon pillow pilot pin pink pipe place plain plan
plane planet plant plate play player please plenty plum pocket poem point poison police polite pond pony pool poor
potato pot pound powder power praise prayer present pretty price pride priest prince princess prison prize promise proof
proud public pull pumpkin pupil purple purse push puzzle quarter queen question quick quiet quite rabbit race rain
rainbow raise rat raw reach read ready real reason record red refuse remain remember repair repeat reply report rest
return rice rich ride right ring ripe rise river road roast robin rock roof room root rope rose rough round row royal
rub rubber rule ruler run sad saddle safe sail sailor salad salt same sand saturday sauce sausage save scale scarf
school science scissors sea search season seat second secret see seed seem sell send sentence september serve seven
shade shadow shake shame shape share shark sharp sheep sheet shelf shell shepherd shine ship shirt shoe shop shore short
shoulder shout shovel show shower sick side sight sign silence silent silk silly silver simple since sing singer single
sink sister sit six size skill skin skirt sky sleep sleeve slip slow small smart smell smile smoke smooth snail snake
snow soap sock soft soil soldier some son song soon sore sorry soul sound soup sour south space spade speak special
speech speed spell spend spider spinach spirit spoon sport spot spring square stable stage stamp stand star start
station stay steal steam steel stem step stick still stomach stone stop store storm story stove strange straw strawberry
stream street strength string strong student study sugar suit summer sun sunday sunny supper sure surprise sweet swim
swing sword table tail tailor take tale talk tall tame tap taste tax tea teach teacher team tear tell temple ten tender
tennis tent test thank that theater them then there thick thief thin thing think third thirsty thirty this thorn thread
three throat throne through throw thumb thunder thursday ticket tie tiger tight time tiny tired toad toast today toe
together tomato tomorrow tongue tool tooth top touch towel tower town toy track trade train travel treasure tree trial
trick trip trouble trousers true trumpet trust truth try tuesday tulip tunnel turkey turn turtle twelve twenty twice
twin two ugly umbrella uncle under uniform until upper use useful usual valley value vase vegetable velvet very victory
view village vinegar violet violin visit voice wagon waist wait waiter walk wall walnut want war warm wash waste watch
water wave way weak wealth weapon wear weather wedding wednesday week weight welcome well west wet whale what wheat
wheel when where whisper whistle white whole why wide wife wild wind window wine wing winter wire wisdom wise wish wolf
woman wonder wood wool word work worker world worm worry wound write writer wrong yard year yellow yes yesterday young
zebra zero
""".split()

# Row 0 of the table is any other letter; class 0 of the answer is the end of the word.
LETTERS = ["<unk>"] + [chr(ord("a") + k) for k in range(26)]
UNKNOWN = END = 0
EMBEDDING, HIDDEN, LAYERS = 4, 5, 3
# Epochs and weight decay were chosen on another split of the words.
SPLIT_SEED, HELD_OUT = 7, 0.2
EPOCHS, BATCH, LEARNING_RATE, WEIGHT_DECAY, CLIP = 200, 64, 0.01, 0.1, 1.0
# The first seed is the page's, whatever it reaches.
SEEDS = [1, 2, 3, 4, 5]
# So many letters are left unread now and then, so that <unk> has been met.
SCRAMBLED = 0.02
# What a count that was never seen is worth to the bigrams.
SMOOTHING = 0.1
# How many steps back the memory of each layer is measured.
BACKS = range(1, 7)
NONE = -100  # the target where a word has ended, which PyTorch's loss skips
HERE = pathlib.Path(__file__).resolve().parent
REFERENCES = ["car", "a", "café", "butterfly", "42", "strawberries"]
compact = json.JSONEncoder(separators=(",", ":")).encode


def indices(word):
    return torch.tensor([LETTERS.index(c) if c in LETTERS else UNKNOWN for c in word])


def batch_of(words):
    """Time × batch: the letters that are read, and at every step the one that comes next, or the end."""
    shape = max(map(len, words)), len(words)
    read, following = torch.zeros(shape, dtype=torch.long), torch.full(shape, NONE)
    for k, word in enumerate(words):
        read[: len(word), k] = indices(word)
        following[: len(word), k] = torch.cat([indices(word)[1:], torch.tensor([END])])
    return read, following


class Network(torch.nn.Module):
    def __init__(self, layers=LAYERS, hidden=HIDDEN):
        super().__init__()
        self.embedding = torch.nn.Embedding(len(LETTERS), EMBEDDING)
        self.rnn = torch.nn.RNN(EMBEDDING, hidden, layers)
        self.output = torch.nn.Linear(hidden, len(LETTERS))
        # One bias is enough: PyTorch's second ones stay 0, and the lesson leaves them out.
        for k in range(layers):
            torch.nn.init.zeros_(getattr(self.rnn, f"bias_hh_l{k}")).requires_grad_(False)

    def forward(self, read):
        return self.output(self.rnn(self.embedding(read))[0])

    def learned(self):
        return [p for p in self.parameters() if p.requires_grad]


def train(words, seed, layers=LAYERS, hidden=HIDDEN):
    torch.manual_seed(seed)
    network = Network(layers, hidden)
    optimiser = torch.optim.AdamW(network.learned(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    batches = math.ceil(len(words) / BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS * batches)
    read, following = batch_of(words)
    # A fixed number of epochs, last weights kept: no epoch is picked by its held-out score.
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(words)).split(BATCH):
            x, y = read[:, rows], following[:, rows]
            x = torch.where(torch.rand(x.shape) < SCRAMBLED, UNKNOWN, x)
            loss = F.cross_entropy(network(x).flatten(0, 1), y.flatten(), ignore_index=NONE)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.learned(), CLIP)
            optimiser.step()
            schedule.step()
    # From here on only the rounded weights count (`+ 0.0` makes -0.0 a 0.0).
    with torch.no_grad():
        for p in network.parameters():
            p.copy_(torch.tensor([float(f"{v:.4g}") + 0.0 for v in p.flatten().tolist()]).view(p.shape))
    return network


def score(log_p, y):
    """Cross-entropy per letter in bits, and how often the next letter is the first guess, or among the first three."""
    bits = -log_p[range(len(y)), y].mean().item() / math.log(2)
    guesses = log_p.topk(3, 1)[1] == y[:, None]
    return {"bits": bits, "first": guesses[:, 0].sum().item(), "three": guesses.sum().item()}


def of_network(network, words):
    read, following = batch_of(words)
    with torch.no_grad():
        log_p = network(read).log_softmax(2)
    return score(log_p[following != NONE], following[following != NONE])


def of_bigrams(rest, words):
    """Counts of which letter follows which in the training words: it knows the last letter and nothing before it."""
    counts = torch.full((len(LETTERS), len(LETTERS)), SMOOTHING)
    read, following = batch_of(rest)
    for x, y in zip(read[following != NONE].tolist(), following[following != NONE].tolist()):
        counts[x, y] += 1
    log_p = (counts / counts.sum(1, keepdim=True)).log()
    read, following = batch_of(words)
    return score(log_p[read[following != NONE]], following[following != NONE])


def layer_by_layer(network, read):
    """The hidden states of every layer at every step of one word, computed as the equations say."""
    tensors = dict(network.named_parameters())
    xs = [network.embedding(index.view(1)) for index in read]
    layers = []
    for k in range(LAYERS):
        h, hs = torch.zeros(1, HIDDEN), []
        for x in xs:
            h = torch.tanh(x @ tensors[f"rnn.weight_ih_l{k}"].T + h @ tensors[f"rnn.weight_hh_l{k}"].T
                           + tensors[f"rnn.bias_ih_l{k}"])
            hs.append(h)
        layers.append(hs)
        xs = hs
    return layers


def memory(network, words):
    """For each layer, the mean over words of the size of ∂h_T/∂h_{T-back}, the states being those of this layer."""
    rows = []
    for back in BACKS:
        long_enough = [word for word in words if len(word) > back]
        sums = [0.0] * LAYERS
        for word in long_enough:
            for k, hs in enumerate(layer_by_layer(network, indices(word))):
                matrix = [torch.autograd.grad(hs[-1][0, i], hs[-1 - back], retain_graph=True)[0] for i in range(HIDDEN)]
                sums[k] += torch.cat(matrix).norm().item()
        rows.append({"back": back, "words": len(long_enough), "norms": [s / len(long_enough) for s in sums]})
    return rows


def reference(network, word):
    """PyTorch's numbers for a word that is followed by its end."""
    read, following = batch_of([word])
    logits = network(read)[:, 0]
    loss = F.cross_entropy(logits, following[:, 0])
    network.zero_grad()
    loss.backward()
    gradients = {"E": network.embedding.weight.grad, "W_hy": network.output.weight.grad.T, "b_y": network.output.bias.grad}
    for k in range(LAYERS):
        gradients[f"W_xh_l{k}"] = getattr(network.rnn, f"weight_ih_l{k}").grad.T
        gradients[f"W_hh_l{k}"] = getattr(network.rnn, f"weight_hh_l{k}").grad.T
        gradients[f"b_h_l{k}"] = getattr(network.rnn, f"bias_ih_l{k}").grad
    last = network.rnn(network.embedding(read))[1]
    return {
        "word": word, "logits": logits.flatten().tolist(), "loss": loss.item(), "last": last[:, 0].tolist(),
        "gradients": {name: g.flatten().tolist() for name, g in gradients.items()},
    }


def main():
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.set_default_dtype(torch.float64)
    words = sorted(set(WORDS))
    random.Random(SPLIT_SEED).shuffle(words)  # Python's generator is the same in every version
    count = round(HELD_OUT * len(words))
    held, rest = words[:count], words[count:]
    letters = sum(map(len, held))
    bigrams = of_bigrams(rest, held)
    print("bigrams", bigrams)
    networks = {}
    compared = [{"name": "bigram counts", "parameters": len(LETTERS) ** 2, "bits": [bigrams["bits"]],
                 "first": [bigrams["first"]], "three": [bigrams["three"]]}]
    # One layer as wide, and one so wide that it has about as many parameters.
    for layers, hidden in ((1, HIDDEN), (1, 8), (LAYERS, HIDDEN)):
        row = {"name": f"{layers} layer{'s' if layers > 1 else ''} of {hidden}", "bits": [], "first": [], "three": []}
        for seed in SEEDS:
            network = networks[layers, hidden, seed] = train(rest, seed, layers, hidden)
            result = of_network(network, held)
            print(row["name"], "seed", seed, "training", of_network(network, rest), "held out", result, flush=True)
            for key, value in result.items():
                row[key].append(value)
        row["parameters"] = sum(p.numel() for p in network.learned())
        compared.append(row)
    network = networks[LAYERS, HIDDEN, SEEDS[0]]
    norms = memory(network, held)
    print("memory of each layer", norms)
    for p in network.parameters():
        p.requires_grad_(True)
    head = {
        "trainedBy": "lessons/stacked-rnn/train.py", "trainedOn": len(rest), "heldOut": len(held),
        "heldOutLetters": letters, "letters": LETTERS,
    }
    tensors = {name: {"shape": list(p.shape), "data": p.flatten().tolist()}
               for name, p in network.named_parameters() if "bias_hh" not in name}
    lines = [f' "{key}": {json.dumps(value)},' for key, value in head.items()]
    lines += [' "memory": [', ",\n".join(f"  {json.dumps(row)}" for row in norms), " ],"]
    lines += [' "compared": [', ",\n".join(f"  {json.dumps(row)}" for row in compared), " ],"]
    lines += [' "tensors": {', ",\n".join(f'  "{name}":{compact(t)}' for name, t in tensors.items()), " }"]
    write("weights.json", lines)
    # What only tests need stays out of the page.
    lines = [f' "smoothing": {SMOOTHING},', f' "trainingWords": {json.dumps(" ".join(rest))},',
             f' "heldOutWords": {json.dumps(" ".join(held))},']
    lines += [' "references": [', ",\n".join(f"  {compact(reference(network, w))}" for w in REFERENCES), " ]"]
    write("reference.json", lines)


def write(name, lines):
    (HERE / name).write_text("{\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
