/** Networks of one's own, as a student brings them: run, and stepped from the first kernel to the last gradient. */
import { expect, test, type Page } from '@playwright/test';
import { press, sentence } from './screen.ts';

/** Runs a program that was pasted, and gives the keyboard to the player. */
async function paste(page: Page, program: string) {
	await page.goto('/code/');
	await page.getByRole('textbox', { name: 'Program' }).click();
	await press(page, 'Control+a');
	await page.keyboard.insertText(program);
	await page.getByRole('button', { name: 'Run', exact: true }).click();
	await expect(page.locator('footer .count')).toBeVisible({ timeout: 60_000 });
	await page.getByRole('slider', { name: 'Timeline' }).focus();
}

const printed = (page: Page) => page.getByLabel('What the program printed');
const where = (page: Page) => page.getByRole('navigation', { name: 'Where this step lies' });

/** Presses a key until a place says so. */
async function until(page: Page, key: string, text: RegExp) {
	for (let k = 0; k < 80 && !text.test(await where(page).innerText()); k++) await press(page, key);
	await expect(where(page)).toContainText(text);
}

const CONVOLUTION = `import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

torch.manual_seed(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(2, 4, 2)
        self.fc1 = nn.Linear(4 * 2 * 2, 8)
        self.fc2 = nn.Linear(8, 3)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = F.relu(self.conv2(x))
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)


net = Net()
images = torch.randn(4, 1, 8, 8)
labels = torch.tensor([0, 1, 2, 1])
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9)

for epoch in range(12):
    optimizer.zero_grad()
    outputs = net(images)
    loss = criterion(outputs, labels)
    loss.backward()
    optimizer.step()
print(f"loss: {loss.item():.4f}")
_, predicted = torch.max(net(images), 1)
print("right:", (predicted == labels).sum().item(), "of", labels.size(0))
`;

test('a convolutional network is trained, and stepped from its first kernel to its last gradient', async ({
	page
}) => {
	await paste(page, CONVOLUTION);
	// What PyTorch prints.
	await expect(printed(page)).toContainText('loss: 0.5398');
	await expect(printed(page)).toContainText('right: 3 of 4');

	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText('Each of 2 kernels slides over images');
	await press(page, 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight');
	await expect(sentence(page)).toContainText(
		/^Conv1\.weight kernel 0, row 0, column \d .* times images image 0/
	);
	await press(page, 'ArrowUp', 'ArrowUp', 'End');
	await until(page, 'ArrowLeft', /update 12.*backward.*conv1/s);
	await expect(sentence(page)).toContainText('the gradients of all those windows are added');
});

const FUNCTIONAL = `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(0)
left = keras.Input(shape=(2,), name="left")
right = keras.Input(shape=(2,), name="right")
shared = layers.Dense(3, activation="tanh", name="shared")
both = layers.concatenate([shared(left), shared(right)])
answer = layers.Dense(1, activation="sigmoid", name="answer")(both)
model = keras.Model([left, right], answer)
model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
model.summary()
a = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
b = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
t = np.array([[1.0], [0.0], [1.0], [0.0]])
history = model.fit([a, b], t, epochs=5, batch_size=2, shuffle=False, verbose=0)
print(len(history.history["loss"]), "epochs")
`;

test('the weights of a layer that a Keras model shares get two gradients, which add up', async ({ page }) => {
	await paste(page, FUNCTIONAL);
	await expect(printed(page)).toContainText('Total params: 16 (64.00 B)');
	await expect(printed(page)).toContainText('5 epochs');
	// 3 · 2 + 3 weights that are used twice, and 6 + 1.
	await until(page, 'ArrowRight', /update 1.*backward.*sum of .*gradients/s);
	await expect(sentence(page)).toContainText('used 2 times, so 2 gradients arrive, and they are added');
});

const FORGETFUL = `import torch
from torch import nn

torch.manual_seed(0)
x = torch.tensor([[1.0], [2.0], [3.0]])
y = torch.tensor([[2.0], [4.0], [6.0]])
model = nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for step in range(30):
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
print(f"loss {loss.item():.3f}")
`;

test('a forgotten zero_grad is said, and its growing gradient is found', async ({ page }) => {
	await paste(page, FORGETFUL);
	await expect(printed(page)).toContainText('loss 12.206');
	await expect(page.getByText('Call optimizer.zero_grad() before loss.backward().')).toBeVisible();
	// The variables of the program are watched by their names: in each update they are others.
	await page.locator('summary', { hasText: 'Watches' }).click();
	const watches = page.getByLabel('Watch an expression');
	await watches.fill('loss');
	await watches.press('Enter');
	await page.getByRole('slider', { name: 'Timeline' }).focus();
	await until(page, 'ArrowRight', /update 2.*backward/s);
	// As PyTorch prints it there.
	await expect(page.locator('li', { hasText: 'loss' }).locator('output')).toHaveText('11.73');

	// A gradient that is left to grow becomes larger than the first one; in a right loop, nothing is so large here.
	await page.locator('summary', { hasText: 'Breakpoints' }).click();
	const field = page.getByLabel('Stop where this becomes true');
	await field.fill('norm(any) > 2 * norm(weight.grad)');
	await field.press('Enter');
	await expect(page.locator('.inspector li', { hasText: 'norm(any)' })).toContainText(/[1-9]\d* stop/);
	await page.getByRole('slider', { name: 'Timeline' }).focus();
	await press(page, 'Home', 'n');
	await expect(where(page)).toContainText(/update [2-9].*sum of gradients/s);
});
