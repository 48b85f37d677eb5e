using Lucarne.Clinic.Models;
using Lucarne.Clinic.Readings;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Tests.Readings;

/// <summary>Pictures that come in, read by a model that the test speaks for.</summary>
internal static class Arrivals
{
    private static readonly byte[] Bytes = [1, 2, 3];

    /// <summary>A registered model whose run is the clinic's folder.</summary>
    public static Task<RegisteredModel> ModelAsync(TestClinic clinic) => clinic.Database.Models.RegisterAsync(
        new ModelEntry { Name = "kidneys", Version = "0a1b", Recipe = "kidney-phantom", Task = RecipeTask.Classification, RunFolder = clinic.Folder, WeightsSha256 = new string('a', 64) }, "test");

    /// <summary>A picture of a patient in which the model sees a class, and is sure.</summary>
    public static Task<Study> EnterAsync(TestClinic clinic, RegisteredModel model, string className, DateOnly? day, string number = "N-1") => clinic.Database.Intake.EnterAsync(new ArrivedPicture
    {
        FileName = "slice.png",
        Bytes = Bytes,
        RecordNumber = number,
        StudyDate = day,
        Model = model,
        Recipe = Recipe.Load("kidney-phantom", Checkout.Recipes, null, []),
        Read = new ReadPicture(new ModelAnswer
        {
            PredictedClass = className,
            Confidence = 1,
            Probabilities = new Dictionary<string, double> { [className] = 1 },
            Decision = AnswerDecisions.Predicted,
            PredictionSet = [className],
            Model = "kidneys, 0a1b",
        }),
    }, TestClinic.Doctor);
}
