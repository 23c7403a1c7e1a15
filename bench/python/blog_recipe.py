"""The recipe of the blog post "Caltech 256 in PyTorch" with PyTorch Ignite, timed.

Kept as the post has it: no normalisation, all parameters but the classifier's frozen, batch statistics while training,
evaluation on the training and the validation set after each epoch, test at the end. Only the weights are random, since a
benchmark downloads nothing. The last line printed is JSON.
"""

import argparse
import json
import time

import ignite
import torch
import torchvision
from ignite.engine import Events, create_supervised_evaluator, create_supervised_trainer
from ignite.metrics import Accuracy, Loss
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision import transforms


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch-size", type=int, default=64)
    options = parser.parse_args()
    start = time.perf_counter()

    transform = transforms.Compose([transforms.Resize(255), transforms.CenterCrop(224), transforms.ToTensor()])
    images = torchvision.datasets.ImageFolder(options.data, transform=transform)
    train_length = int(0.75 * len(images))
    validation_length = (len(images) - train_length) // 2
    lengths = [train_length, validation_length, len(images) - train_length - validation_length]
    train_loader, validation_loader, test_loader = (
        DataLoader(part, batch_size=options.batch_size, shuffle=True) for part in random_split(images, lengths)
    )

    model = torchvision.models.densenet121(weights=None)
    for parameter in model.parameters():
        parameter.requires_grad = False
    model.classifier = nn.Linear(model.classifier.in_features, len(images.classes))

    criterion = nn.CrossEntropyLoss()
    trainer = create_supervised_trainer(model, torch.optim.Adam(model.classifier.parameters()), criterion)
    evaluator = create_supervised_evaluator(model, metrics={"accuracy": Accuracy(), "loss": Loss(criterion)})
    epochs = []

    @trainer.on(Events.EPOCH_STARTED)
    def begin(_):
        epochs.append(-time.perf_counter())

    @trainer.on(Events.EPOCH_COMPLETED)
    def evaluate(engine):
        for name, loader in (("Training", train_loader), ("Validation", validation_loader)):
            metrics = evaluator.run(loader).metrics
            print(f"{name} - Epoch: {engine.state.epoch} accuracy: {metrics['accuracy']:.4f} loss: {metrics['loss']:.4f}", flush=True)
        epochs[-1] += time.perf_counter()

    trainer.run(train_loader, max_epochs=options.epochs)
    print("Test accuracy:", evaluator.run(test_loader).metrics["accuracy"])
    print(json.dumps({
        "total": time.perf_counter() - start,
        "epochs": epochs,
        "torch": torch.__version__,
        "ignite": ignite.__version__,
        "threads": torch.get_num_threads(),
    }))


if __name__ == "__main__":
    main()
