using Lucarne.Imaging.Contours;
using Lucarne.Imaging.Phantom.Thorax;
using Lucarne.Imaging.Volumes;

namespace Lucarne.Imaging.Tests.Phantom;

public sealed class ThoraxPhantomTests
{
    private static readonly ThoraxPatient Patient = ThoraxPhantom.Draw(7, 128, 6);

    // Fine enough that the least tumour has more voxels within than at its rim.
    private static readonly ThoraxPatient[] Three = [.. new ulong[] { 1, 2, 3 }.Select(seed => ThoraxPhantom.Draw(seed, 160, 5))];

    [Fact]
    public void The_same_seed_draws_the_same_values_and_another_seed_others()
    {
        var again = ThoraxPhantom.Draw(7, 128, 6);
        var other = ThoraxPhantom.Draw(8, 128, 6);
        Assert.Equal(Patient.Hounsfield.Voxels, again.Hounsfield.Voxels);
        Assert.Equal(Patient.Hounsfield.Geometry, again.Hounsfield.Geometry);
        Assert.Equal(Patient.Contours[ThoraxStructure.Heart][0].Points, again.Contours[ThoraxStructure.Heart][0].Points);
        Assert.NotEqual(Patient.Hounsfield.Geometry, other.Hounsfield.Geometry);
    }

    [Fact]
    public void Every_structure_is_outlined_in_the_planes_of_slices()
    {
        var geometry = Patient.Hounsfield.Geometry;
        foreach (var structure in Enum.GetValues<ThoraxStructure>())
        {
            Assert.NotEmpty(Patient.Contours[structure]);
            foreach (var point in Patient.Contours[structure].SelectMany(contour => contour.Points))
            {
                var voxel = geometry.ToVoxel(point);
                Assert.Equal(Math.Round(voxel.Z), voxel.Z, 1e-6);
                Assert.InRange(voxel.X, 0, geometry.Columns - 1);
                Assert.InRange(voxel.Y, 0, geometry.Rows - 1);
            }
        }
    }

    // Hounsfield units of tissues as textbooks of CT give them.
    [Theory]
    [InlineData(ThoraxStructure.RightLung, -930, -700)]
    [InlineData(ThoraxStructure.LeftLung, -930, -700)]
    [InlineData(ThoraxStructure.Heart, 10, 200)]
    [InlineData(ThoraxStructure.GrossTumour, 0, 90)]
    [InlineData(ThoraxStructure.SpinalCord, 25, 60)]
    public void Tissues_have_the_densities_of_tissues(ThoraxStructure structure, double low, double high)
    {
        foreach (var patient in Three) Assert.InRange(MedianWithin(patient, structure), low, high);
    }

    [Fact]
    public void The_right_lung_lies_to_the_right_and_the_cord_behind_the_heart()
    {
        Assert.True(MiddleOf(ThoraxStructure.RightLung).X < MiddleOf(ThoraxStructure.LeftLung).X);
        Assert.True(MiddleOf(ThoraxStructure.SpinalCord).Y > MiddleOf(ThoraxStructure.Heart).Y);
    }

    [Fact]
    public void The_tumour_lies_within_its_target_in_the_lung_it_is_said_to_be_in()
    {
        foreach (ulong seed in (ulong[])[1, 2, 3, 4, 5])
        {
            var patient = ThoraxPhantom.Draw(seed, 96, 5);
            var target = patient.Contours[ThoraxStructure.PlanningTarget];
            foreach (var point in patient.Contours[ThoraxStructure.GrossTumour].SelectMany(contour => contour.Points))
                Assert.Contains(target, contour => contour.Points[0].Z == point.Z && Holds(contour, point.X, point.Y));
            double middle = patient.Hounsfield.Geometry.ToPatient(47.5, 0, 0).X, tumour = patient.Contours[ThoraxStructure.GrossTumour].SelectMany(contour => contour.Points).Average(point => point.X);
            Assert.Equal(patient.TumourIsLeft, tumour > middle);
        }
    }

    [Fact]
    public void An_outline_of_a_disc_has_its_area_and_a_hole_is_a_contour_of_its_own()
    {
        var disc = Region.Of(new Blob(3, -2, 20, 20));
        var ring = disc.Without(Region.Of(new Blob(3, -2, 8, 8)));
        var outline = Assert.Single(SectionContours.Trace(disc, 5));
        Assert.Equal(Math.PI * 400, AreaOf(outline), Math.PI * 400 * 0.003);
        Assert.All(outline.Points, point => Assert.Equal(5, point.Z));
        double[] areas = [.. SectionContours.Trace(ring, 5).Select(AreaOf).Order()];
        Assert.Equal(2, areas.Length);
        Assert.Equal(Math.PI * 64, areas[0], Math.PI * 64 * 0.01);
        Assert.Equal(Math.PI * 400, areas[1], Math.PI * 400 * 0.003);
    }

    private static Vector3d MiddleOf(ThoraxStructure structure)
    {
        Vector3d[] points = [.. Patient.Contours[structure].SelectMany(contour => contour.Points)];
        return points.Aggregate((a, b) => a + b) * (1.0 / points.Length);
    }

    private static double MedianWithin(ThoraxPatient patient, ThoraxStructure structure)
    {
        var geometry = patient.Hounsfield.Geometry;
        var values = new List<double>();
        foreach (var slice in patient.Contours[structure].GroupBy(contour => contour.Points[0].Z))
        {
            var k = (int)Math.Round(geometry.ToVoxel(new Vector3d(0, 0, slice.Key)).Z);
            for (var j = 0; j < geometry.Rows; j++)
            {
                for (var i = 0; i < geometry.Columns; i++)
                {
                    var place = geometry.ToPatient(i, j, k);
                    if (slice.Count(contour => Holds(contour, place.X, place.Y)) % 2 == 1) values.Add(patient.Hounsfield[i, j, k]);
                }
            }
        }

        // The median: at a structure's rim voxels hold both sides.
        return values.Order().ElementAt(values.Count / 2);
    }

    // Jordan: a ray to the right crosses the outline an odd number of times.
    private static bool Holds(PlanarContour contour, double x, double y)
    {
        var inside = false;
        for (var i = 0; i < contour.Points.Count; i++)
        {
            var (p, q) = (contour.Points[i], contour.Points[(i + 1) % contour.Points.Count]);
            if (p.Y > y != q.Y > y && x < p.X + ((y - p.Y) / (q.Y - p.Y) * (q.X - p.X))) inside = !inside;
        }

        return inside;
    }

    private static double AreaOf(PlanarContour contour)
    {
        var twice = 0.0;
        for (var i = 0; i < contour.Points.Count; i++)
        {
            var (p, q) = (contour.Points[i], contour.Points[(i + 1) % contour.Points.Count]);
            twice += (p.X * q.Y) - (q.X * p.Y);
        }

        return Math.Abs(twice) / 2;
    }
}
