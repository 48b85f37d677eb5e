using FsCheck;
using FsCheck.Fluent;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Drawing;

/// <summary>Slices as a radiologist looks at them.</summary>
public sealed class ScanPictureTests
{
    private static readonly ScanStyle Plain = new() { Side = 60, HasLetters = false, Low = 0, High = 255 };

    private static readonly VolumeGeometry Axial = new(6, 4, 2, new(-3, -2, 0), new(1, 0, 0), new(0, 1, 0), new(0, 0, 5));

    [Fact]
    public void The_patient_s_left_is_on_the_right_of_an_axial_slice_and_the_front_on_top()
    {
        var scan = new Volume<float>(Axial);
        // Bright at the patient's left, in front: the greatest x, the least y.
        scan[5, 0, 1] = 255;
        var picture = SlicePicture.Grey(scan, 1, Plain);
        Assert.Equal((60, 40), (picture.Width, picture.Height));
        Assert.Equal((255, 0, 0, 0), (picture[1, 58], picture[1, 1], picture[38, 1], picture[38, 58]));
    }

    [Fact]
    public void A_slice_looks_the_same_however_its_voxels_are_stored() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var chance = new Random(seed);
        var scan = new Volume<float>(Axial, [.. Enumerable.Range(0, 48).Select(_ => (float)chance.Next(256))]);
        var (isTurned, isMirrored, isReversed) = (chance.Next(2) == 0, chance.Next(2) == 0, chance.Next(2) == 0);
        var stored = Restore(scan, isTurned, isMirrored, isReversed);
        return SlicePicture.Grey(scan, 1, Plain with { HasLetters = true }).HasSamePixels(SlicePicture.Grey(stored, 1, Plain with { HasLetters = true }));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_plane_names_its_sides()
    {
        Assert.Equal(("L", "P"), Sides(new(1, 0, 0), new(0, 1, 0)));
        // Coronal and sagittal, stored from the feet up: the head comes on top, from the side the front is on the left.
        Assert.Equal(("L", "F"), Sides(new(1, 0, 0), new(0, 0, 1)));
        Assert.Equal(("P", "F"), Sides(new(0, 1, 0), new(0, 0, 1)));
        Assert.Equal(("P", "F"), Sides(new(0, 0, -1), new(0, -1, 0)));
        // Turned by 30° about the long axis: cos 30° = 0.87 to the left and sin 30° = 0.5 to the back.
        Assert.Equal(("LP", "PR"), Sides(new(Math.Cos(Math.PI / 6), 0.5, 0), new(-0.5, Math.Cos(Math.PI / 6), 0)));

        static (string Right, string Bottom) Sides(Vector3d column, Vector3d row)
        {
            var view = new SliceView(Axial with { ColumnStep = column, RowStep = row, SliceStep = column.Cross(row) });
            return (SliceView.Letters(view.Right), SliceView.Letters(view.Bottom));
        }
    }

    [Fact]
    public void Pixels_that_are_not_square_become_so()
    {
        // 6 columns of 1 mm are 6 mm, 4 rows of 3 mm are 12 mm.
        var picture = SlicePicture.Grey(new Volume<float>(Axial with { RowStep = new(0, 3, 0) }), 0, Plain);
        Assert.Equal((30, 60), (picture.Width, picture.Height));
    }

    [Fact]
    public void A_window_makes_its_lower_end_black_and_its_upper_white_and_no_number_black()
    {
        var scan = new Volume<float>(Axial with { Columns = 4, Rows = 1 }, [-1000, 400, -300, float.NaN, 9000, -9000, 0, 0]);
        byte[] Row(int k) => [.. Enumerable.Range(0, 4).Select(x => (byte)SlicePicture.Grey(scan, k, new ScanStyle { Side = 4, HasLetters = false })[0, x])];
        // (−300 + 1000) / 1400 · 255 = 127.5, and (0 + 1000) / 1400 · 255 = 182.1
        Assert.Equal([0, 255, 128, 0], Row(0));
        Assert.Equal([255, 0, 182, 182], Row(1));
    }

    [Fact]
    public void A_structure_covers_the_scan_as_far_as_it_is_told()
    {
        var scan = new Volume<float>(Axial, [.. Enumerable.Repeat(100f, 48)]);
        var map = new Volume<byte>(Axial);
        (map[2, 1, 0], map[3, 1, 0]) = (1, 9);
        var style = Plain with { Structures = [new StructureColour(1, new Rgb(200, 0, 50))], Opacity = 0.7 };
        var picture = SlicePicture.Overlay(scan, map, 0, style);
        // The pixel (2, 1) is drawn as 10 × 10: 0.3 · 100 + 0.7 · (200, 0, 50) = (170, 30, 65).
        Assert.Equal((170, 30, 65), (picture[15, 25, 0], picture[15, 25, 1], picture[15, 25, 2]));
        // A label without a colour is not drawn.
        Assert.Equal((100, 100, 100), (picture[15, 35, 0], picture[15, 35, 1], picture[15, 35, 2]));
    }

    [Fact]
    public void A_map_that_lies_elsewhere_is_not_laid_over_a_scan() =>
        Assert.Throws<ArgumentException>(() => SlicePicture.Overlay(new Volume<float>(Axial), new Volume<byte>(Axial with { Origin = new(0, 0, 9) }), 0, Plain));

    [Fact]
    public void Slices_stand_in_a_row_with_a_legend_beneath()
    {
        var (scan, map) = (new Volume<float>(Axial), new Volume<byte>(Axial));
        var style = new ScanStyle { Side = 120, Structures = [new StructureColour(1, new Rgb(1, 2, 3), "Cœur")] };
        SheetCell[] cells = [new(SlicePicture.Grey(scan, 0, style), "CT"), new(SlicePicture.Overlay(scan, map, 0, style), "Superposition")];
        var layout = new SheetLayout { Columns = 4, CellSide = style.Side, Legend = style.Structures };
        var (with, without) = (ContactSheet.Compose(cells, layout), ContactSheet.Compose(cells, layout with { Legend = [] }));
        Assert.Equal(with.Width, without.Width);
        Assert.True(with.Height > without.Height);
        Assert.Contains(new Rgb(1, 2, 3), Enumerable.Range(without.Height - 28, with.Height - without.Height).Select(y => new Rgb((byte)with[y, 32, 0], (byte)with[y, 32, 1], (byte)with[y, 32, 2])));
    }

    [Fact]
    public void Figures_show_the_slices_with_the_most_structures_and_not_neighbours()
    {
        var map = new Volume<byte>(Axial with { Slices = 48 });
        for (var k = 4; k < 40; k++)
            map[0, 0, k] = 1;
        for (var k = 20; k < 24; k++)
            (map[1, 0, k], map[2, 0, k]) = (2, 3);
        map[3, 0, 22] = 3;
        // 36 slices show something: 3 apart. 22 shows the most, then 20 and 23 are too near, and of the others the first.
        Assert.Equal([4, 22], FigureSlices.Choose(map, 2));
        Assert.Empty(FigureSlices.Choose(new Volume<byte>(Axial), 3));
    }

    /// <summary>The same slices with rows and columns exchanged, columns mirrored, rows reversed, and the grid that says so.</summary>
    private static Volume<float> Restore(Volume<float> scan, bool isTurned, bool isMirrored, bool isReversed)
    {
        var grid = scan.Geometry;
        (int Columns, int Rows) = isTurned ? (grid.Rows, grid.Columns) : (grid.Columns, grid.Rows);
        (int I, int J) Source(int i, int j)
        {
            (i, j) = (isMirrored ? Columns - 1 - i : i, isReversed ? Rows - 1 - j : j);
            return isTurned ? (j, i) : (i, j);
        }

        Vector3d At(int i, int j) => grid.ToPatient(Source(i, j).I, Source(i, j).J, 0);
        var stored = new Volume<float>(grid with { Columns = Columns, Rows = Rows, Origin = At(0, 0), ColumnStep = At(1, 0) - At(0, 0), RowStep = At(0, 1) - At(0, 0) });
        for (var at = 0; at < stored.Voxels.Length; at++)
        {
            var (i, j) = Source(at % Columns, at / Columns % Rows);
            stored.Voxels[at] = scan[i, j, at / (Columns * Rows)];
        }

        return stored;
    }
}
