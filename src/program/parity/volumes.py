"""Cases of volumes."""

LAYERS = r"""
F.conv3d(double(1, 2, 3, 4, 3), double(3, 2, 2, 2, 2, shift=1))
F.conv3d(leaf(2, 1, 4, 3, 3), leaf(2, 1, 2, 3, 2, shift=1), leaf(2, shift=2), stride=(2, 1, 1), padding=1)
F.conv3d(leaf(1, 2, 4, 4, 4), leaf(4, 1, 2, 2, 2, shift=1), dilation=2, groups=2)
F.conv3d(leaf(1, 1, 3, 3, 3), leaf(1, 1, 3, 3, 3, shift=1), padding='same')
F.conv3d(leaf(2, 3, 3, 3), leaf(1, 2, 2, 2, 2, shift=1))
F.conv3d(leaf(1, 2, 3, 4, 3), leaf(3, 1, 2, 2, 2))
F.conv3d(leaf(1, 1, 2, 4, 4), leaf(1, 1, 3, 2, 2))
F.max_pool3d(leaf(1, 2, 4, 4, 4), 2)
F.max_pool3d(leaf(1, 1, 5, 4, 4), (3, 2, 2), stride=(1, 2, 1), padding=(1, 0, 1))
F.avg_pool3d(leaf(1, 2, 4, 4, 4), 2)
F.avg_pool3d(leaf(1, 1, 3, 4, 4), (2, 2, 3), stride=1, padding=1)
m = nn.Conv3d(2, 3, 2, padding=1).double(); m(numbers(1, 2, 2, 3, 3, dtype=torch.float64))
m = nn.BatchNorm3d(2); m(leaf(2, 2, 2, 2, 3))
m = nn.Sequential(nn.Conv3d(1, 2, 2), nn.ReLU(), nn.MaxPool3d(2), nn.Flatten(), nn.Linear(2, 1)); m(numbers(1, 1, 3, 3, 3))
nn.AdaptiveAvgPool3d(1)(leaf(1, 2, 2, 3, 4))
"""

PRINTED = r"""
str(nn.Conv3d(1, 2, 3, padding=1))
str(nn.Conv3d(1, 2, (1, 2, 3), stride=2, bias=False))
str(nn.MaxPool3d(2)), str(nn.AvgPool3d(2)), str(nn.BatchNorm3d(4)), str(nn.AdaptiveAvgPool3d(1))
"""
