using System.Globalization;
using System.Runtime.InteropServices;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Volumes.Nifti;

/// <summary>Both ways with nibabel.</summary>
public sealed class NiftiOracleTests : IDisposable
{
    /// <summary>Writes files of every kind, and beside each what nibabel itself reads from it: the voxels and the affine, as doubles.</summary>
    private const string WriteAll = """
        import sys, itertools, numpy as np, nibabel as nib
        out = sys.argv[1]
        rng = np.random.default_rng(5)
        turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
        oblique = np.eye(4); oblique[:3, :3] = turn @ np.diag([0.7, 0.9, 2.5]); oblique[:3, 3] = [-120, 35.5, 900]
        sheared = oblique.copy(); sheared[:3, 2] += 0.4 * sheared[:3, 1]
        plain = np.diag([-0.9765625, 0.9765625, 3, 1.0]); plain[:3, 3] = [249.5, -460.5, -681.5]
        kinds = ['u1', 'i1', 'i2', 'u2', 'i4', 'u4', 'f4', 'f8', 'i8', 'u8']
        def save(name, data, affine, order='<', cls=nib.Nifti1Image, slope=None, inter=0, change=lambda h: None):
            header = (nib.Nifti1Header if cls in (nib.Nifti1Image, nib.Nifti1Pair) else nib.Nifti2Header)(endianness=order)
            header.set_data_dtype(data.dtype.newbyteorder(order))
            image = cls(data, affine, header)
            change(image.header)
            if slope is not None: image.header.set_slope_inter(slope, inter)
            path = f'{out}/{name}'
            nib.save(image, path)
            back = nib.load(path)
            back.get_fdata().astype('<f8').T.tofile(f'{path}.voxels')
            back.affine.astype('<f8').tofile(f'{path}.affine')
            print(name)
        for kind, order in itertools.product(kinds, '<>'):
            info = np.iinfo(kind) if kind[0] in 'iu' else None
            low, high = (max(info.min, -2**40), min(info.max, 2**40)) if info else (-1000, 3000)
            data = rng.integers(low, high, size=(5, 4, 3)).astype(kind) if info else rng.normal(0, 500, size=(5, 4, 3)).astype(kind)
            save(f'{kind}{"little" if order == "<" else "big"}.nii', data, oblique, order)
        data = rng.integers(-1000, 3000, size=(6, 5, 4)).astype('i2')
        save('sheared.nii.gz', data, sheared)
        save('plain.nii.gz', data, plain)
        save('scaled.nii', data, plain, slope=0.5, inter=-1024)
        save('scaledbig.nii.gz', data, plain, '>', slope=2, inter=10)
        save('second.nii', data, oblique, cls=nib.Nifti2Image)
        save('secondbig.nii.gz', data, sheared, '>', nib.Nifti2Image, slope=0.25, inter=3)
        save('pair.hdr', data, oblique, cls=nib.Nifti1Pair)
        save('pairbig.img', data, oblique, '>', cls=nib.Nifti2Pair)
        save('oneframe.nii', data[..., None], oblique)
        save('flat.nii', data[..., 0], plain)
        def only_q(h): h.set_sform(None, 0); h.set_qform(oblique, 1)
        save('qform.nii', data, oblique, change=only_q)
        def mirrored(h): h.set_sform(None, 0); h.set_qform(np.diag([-1, 1, 1, 1]) @ oblique, 1)
        save('qformmirrored.nii', data, np.diag([-1, 1, 1, 1]) @ oblique, change=mirrored)
        def half_turn(h): h.set_sform(None, 0); h.set_qform(np.diag([-2, -3, 4, 1.0]), 2)
        save('qformhalfturn.nii', data, np.diag([-2, -3, 4, 1.0]), change=half_turn)
        def none(h): h.set_sform(None, 0); h.set_qform(None, 0); h['pixdim'][1:4] = [0.5, 0.75, 2]
        save('nocodes.nii', data, None, change=none)
        """;

    /// <summary>Reads files with nibabel: a line of facts each, and their voxels and affines as doubles.</summary>
    private const string ReadAll = """
        import sys, numpy as np, nibabel as nib
        for path in sys.argv[1:]:
            image = nib.load(path)
            h = image.header
            image.get_fdata().astype('<f8').T.tofile(path + '.voxels')
            np.concatenate([image.affine.ravel(), h.get_sform().ravel(), h.get_qform().ravel()]).astype('<f8').tofile(path + '.affines')
            print(*image.shape, h.get_data_dtype(), int(h['sform_code']), int(h['qform_code']), *h.get_xyzt_units(), h['descrip'].item().decode(), sep='|')
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public void Every_kind_of_file_that_nibabel_writes_is_read_as_nibabel_reads_it()
    {
        PythonOracle.SkipWithout("nibabel", "numpy");
        var names = PythonOracle.Say(WriteAll, folder.File("")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(34, names.Length);
        Assert.All(names, name =>
        {
            var volume = NiftiFile.ReadFloat(folder.File(name));
            var (expected, affine) = (Doubles($"{name}.voxels"), Doubles($"{name}.affine"));
            Assert.Equal(expected.Select(value => (float)value), volume.Voxels);
            AssertSamePlace(affine, volume.Geometry, 1e-4);
        });
    }

    [SkippableTheory]
    [InlineData(".nii", false)]
    [InlineData(".nii.gz", false)]
    [InlineData(".nii", true)]
    [InlineData(".nii.gz", true)]
    public void What_is_written_is_read_by_nibabel(string ending, bool isSheared)
    {
        PythonOracle.SkipWithout("nibabel", "numpy");
        var written = new List<(string Name, VolumeGeometry Geometry, string Type, IEnumerable<double> Voxels)>();
        for (var seed = 0; seed < 6; seed++)
        {
            var chance = new Random(seed);
            var geometry = RandomGrids.Any(chance, 7, 6, 5, isSheared);
            var labels = new Volume<byte>(geometry);
            chance.NextBytes(labels.Voxels);
            Write($"label{seed}{ending}", labels, "uint8");
            Write($"stored{seed}{ending}", new Volume<short>(geometry, [.. labels.Voxels.Select(v => (short)((v * 200) - 20000))]), "int16");
            Write($"scan{seed}{ending}", new Volume<float>(geometry, [.. labels.Voxels.Select(v => (v - 90) / 7f)]), "float32");
        }

        var facts = PythonOracle.Say(ReadAll, [.. written.Select(file => folder.File(file.Name))]).Split('\n');
        for (var i = 0; i < written.Count; i++)
        {
            var (name, geometry, type, voxels) = written[i];
            Assert.Equal($"7|6|5|{type}|1|{(isSheared ? 0 : 1)}|mm|unknown|Poumon, côté gauche", facts[i]);
            Assert.Equal(voxels, Doubles($"{name}.voxels"));
            AssertSamePlaces(Doubles($"{name}.affines"), geometry, isSheared);
        }

        void Write<T>(string name, Volume<T> volume, string type)
            where T : unmanaged, IConvertible
        {
            NiftiFile.Write(folder.File(name), volume, "Poumon, côté gauche");
            written.Add((name, volume.Geometry, type, volume.Voxels.Select(value => value.ToDouble(CultureInfo.InvariantCulture))));
        }
    }

    private static void AssertSamePlaces(double[] affines, VolumeGeometry geometry, bool isSheared)
    {
        AssertSamePlace(affines[..16], geometry, 1e-3);
        AssertSamePlace(affines[16..32], geometry, 1e-3);
        // A reader computes a = √(1 − b² − c² − d²) from single precision: near half a turn it is off by √(2⁻²³) = 0.0003,
        // twice that in the angle, over a volume of some 40 mm.
        if (!isSheared)
            AssertSamePlace(affines[32..], geometry, 0.03);
    }

    /// <summary>An affine in RAS and a grid in LPS put the corners of the volume in the same places, x and y of opposite sign.</summary>
    private static void AssertSamePlace(double[] affine, VolumeGeometry geometry, double toleranceMm)
    {
        for (var corner = 0; corner < 8; corner++)
        {
            var (i, j, k) = ((corner & 1) * (geometry.Columns - 1), ((corner >> 1) & 1) * (geometry.Rows - 1), (corner >> 2) * (geometry.Slices - 1));
            var expected = new Vector3d(-Row(0), -Row(1), Row(2));
            Assert.InRange((geometry.ToPatient(i, j, k) - expected).Length, 0, toleranceMm);
            double Row(int row) => (affine[4 * row] * i) + (affine[(4 * row) + 1] * j) + (affine[(4 * row) + 2] * k) + affine[(4 * row) + 3];
        }

        // The corners alone do not see the step along an axis of one voxel.
        Vector3d Column(int axis) => new(-affine[axis], -affine[4 + axis], affine[8 + axis]);
        Assert.InRange((geometry.ColumnStep - Column(0)).Length + (geometry.RowStep - Column(1)).Length + (geometry.SliceStep - Column(2)).Length, 0, toleranceMm / 4);
    }

    private double[] Doubles(string name) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(folder.File(name))).ToArray();
}
