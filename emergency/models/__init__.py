from emergency.models.surge import Lookout, Surge, SurgeRule, UsualWeek, Watched

__all__ = ["Lookout", "Surge", "SurgeRule", "UsualWeek", "Watched"]
